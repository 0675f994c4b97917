using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Courses.Contracts.Participants;
using Courses.Platform.Languages;
using Courses.Platform.Web;

namespace Courses.Messaging;

/// <summary>A message as a person reads it: in the language it was queued in.</summary>
internal sealed class LetterWriter(SpokenDetails spoken, Words words, Links links, IPassLinks passes)
{
    public string Subject(Message message) => spoken.Say(CultureOf(message), $"message.{message.Kind}.subject", Padded(message));

    public string Text(Message message) => spoken.Say(CultureOf(message), $"message.{message.Kind}.text", Padded(message));

    /// <summary>One mail with all that is due for the person: plain text and HTML, in the direction of the script.</summary>
    public MailMessage Mail(IReadOnlyList<Message> messages, string from, string to, string givenName)
    {
        var language = Language.Of(messages[0].Language);
        var culture = language.Culture;
        var subject = messages.Count == 1 ? Subject(messages[0]) : words.In(culture, "message.digest.subject", messages.Count);
        var hello = givenName.Length == 0 ? "" : words.In(culture, "message.hello", givenName);
        var open = words.In(culture, "message.open");
        var footer = messages[0].ParticipantId is null ? "" : words.In(culture, "message.footer", links.To("/my/letters"));

        var plain = new StringBuilder();
        var html = new StringBuilder();
        html.Append(culture, $"<!DOCTYPE html><html lang=\"{language.Code}\" dir=\"{language.Direction}\"><head><meta charset=\"utf-8\"><title>{Html(subject)}</title></head>")
            .Append(culture, $"<body dir=\"{language.Direction}\" style=\"font: 17px/1.5 system-ui, sans-serif; color: #1d2530; max-width: 36rem; margin: auto; padding: 1rem\">");
        if (hello.Length > 0)
        {
            plain.AppendLine(hello).AppendLine();
            html.Append(culture, $"<p>{Html(hello)}</p>");
        }

        foreach (var message in messages)
        {
            var link = links.To(passes.Open(message.Link));
            if (messages.Count > 1)
            {
                plain.AppendLine(Subject(message)).AppendLine();
                html.Append(culture, $"<h2>{Html(Subject(message))}</h2>");
            }

            plain.AppendLine(Text(message)).AppendLine().Append(open).Append(": ").AppendLine(link).AppendLine();
            html.Append(culture, $"<p>{Html(Text(message))}</p><p><a href=\"{Html(link)}\" style=\"display: inline-block; padding: .7rem 1.4rem; background: #0b5a7a; color: #fff; border-radius: 10px; text-decoration: none\">{Html(open)}</a></p>");
        }

        plain.AppendLine(footer);
        html.Append(culture, $"<p style=\"color: #566273; font-size: 14px\">{Html(footer)}</p></body></html>");

        var mail = new MailMessage(new MailAddress(from), new MailAddress(to))
        {
            Subject = subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        mail.Headers.Add("Message-ID", $"<{messages[0].Id:N}@{new MailAddress(from).Host}>");
        mail.Headers.Add("Content-Language", language.Code);
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(plain.ToString(), Encoding.UTF8, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html.ToString(), Encoding.UTF8, MediaTypeNames.Text.Html));
        return mail;
    }

    private static CultureInfo CultureOf(Message message) => Language.Of(message.Language).Culture;

    // A sentence with more places than the module gave details must not stop the letters of a whole city.
    private static IEnumerable<string> Padded(Message message) => message.DetailList.Concat(Enumerable.Repeat("", 10));

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
