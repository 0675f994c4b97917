// parse-tsql.mjs FILE: ends with 1 and the places when the script is not T-SQL.
import { readFileSync } from "node:fs";
import { importer } from "@dbml/core";

const file = process.argv[2];
const script = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
const statements = (script.match(/^\s*CREATE TABLE /gm) ?? []).length;
if (statements === 0) {
  console.error(`${file} creates no table: the script is empty.`);
  process.exit(1);
}

try {
  importer.import(script, "mssql");
  console.log(`${file}: ${statements} tables, parsed.`);
} catch (error) {
  const places = error.diags?.map(diag => `  line ${diag.location.start.line}: ${diag.text ?? diag.message}`) ?? [`  ${error.message}`];
  console.error(`${file} is not T-SQL:\n${places.slice(0, 20).join("\n")}`);
  process.exit(1);
}
