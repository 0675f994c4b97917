// catcher.mjs SMTP_PORT HTTP_PORT: takes every mail on 127.0.0.1 and shows the newest 500 at http://localhost:HTTP_PORT.
// The mails live in memory: this is for the demo city and the tests, never for production.
import { createServer } from "node:http";
import { SMTPServer } from "smtp-server";
import PostalMime from "postal-mime";

const [smtpPort, httpPort] = process.argv.slice(2).map(Number);
const mails = [];
const escape = text => String(text ?? "").replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

async function read(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return PostalMime.parse(Buffer.concat(parts));
}

new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  onData(stream, session, done) {
    read(stream).then(mail => {
      mails.unshift({ id: crypto.randomUUID(), at: new Date(), from: mail.from?.address, to: mail.to?.map(one => one.address).join(", "), subject: mail.subject, text: mail.text, html: mail.html });
      mails.length = Math.min(mails.length, 500);
      done();
    }).catch(done);
  },
}).listen(smtpPort, "127.0.0.1");

const frame = (title, body) => `<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>body{font:1rem/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}td{padding:.4rem .8rem;border-bottom:1px solid #ddd}iframe{width:100%;height:60vh;border:1px solid #ccc}</style>
<h1>${escape(title)}</h1>${body}`;

createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/api/mails") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(mails));
    return;
  }

  response.setHeader("content-type", "text/html; charset=utf-8");
  const mail = mails.find(one => url.pathname === `/${one.id}`);
  if (mail) {
    response.end(frame(mail.subject, `<p>From ${escape(mail.from)} to ${escape(mail.to)}, ${escape(mail.at.toISOString())}</p>
<iframe sandbox srcdoc="${escape(mail.html || `<pre dir="auto">${escape(mail.text)}</pre>`)}"></iframe><h2>As plain text</h2><pre dir="auto">${escape(mail.text)}</pre><p><a href="/">All mail</a></p>`));
  } else {
    const rows = mails.map(one => `<tr><td>${one.at.toISOString().slice(11, 19)}<td>${escape(one.to)}<td dir="auto"><a href="/${one.id}">${escape(one.subject)}</a>`).join("");
    response.end(frame("Mail of the demo city", rows ? `<table>${rows}</table>` : "<p>No mail yet. Send a pass or run the job that recomputes eligibility.</p>"));
  }
}).listen(httpPort, "127.0.0.1");
