// Adds up the results of all test projects: which failed with what message, which were skipped and why, what took longest, and the closing line that CI reads.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const plain = text => text.replace(/&(lt|gt|quot|apos|amp|#xD|#xA);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name] ?? "\n");
const longest = [];
let passed = 0, failed = 0, skipped = 0;
for (const file of readdirSync(folder).filter(name => name.endsWith(".trx"))) {
  const text = readFileSync(join(folder, file), "utf8");
  for (const [, name, hours, minutes, seconds] of text.matchAll(/<UnitTestResult [^>]*?testName="([^"]*)"[^>]*?duration="(\d+):(\d+):([\d.]+)"/g)) {
    longest.push([plain(name), hours * 3600 + minutes * 60 + +seconds]);
  }
  for (const [, name, outcome, rest] of text.matchAll(/<UnitTestResult [^>]*?testName="([^"]*)"[^>]*?outcome="([^"]*)"[^>]*?(\/>|>[\s\S]*?<\/UnitTestResult>)/g)) {
    if (outcome === "Passed") passed++;
    else if (outcome === "NotExecuted") { skipped++; console.log(`skipped: ${name}: ${/<StdOut>([\s\S]*?)<\/StdOut>/.exec(rest)?.[1] ?? /<Message>([\s\S]*?)<\/Message>/.exec(rest)?.[1] ?? "no reason given"}`); }
    else { failed++; console.log(`failed: ${name}\n${plain(/<Message>([\s\S]*?)<\/Message>/.exec(rest)?.[1] ?? "").slice(0, 4000).replace(/^/gm, "    ")}`); }
  }
}
for (const [name, took] of longest.sort((one, other) => other[1] - one[1]).slice(0, 15)) console.log(`${took.toFixed(0).padStart(5)} s ${name.slice(0, 160)}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
