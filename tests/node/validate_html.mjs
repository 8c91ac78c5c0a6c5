// Holds HTML pages against the grammar of HTML and the rules of accessible markup, as html-validate
// has them.
//
//   node validate_html.mjs FILE...
//
// Each line of the output is a file, a place, a rule and what is wrong; none: all pages are sound.
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
});
for (const file of process.argv.slice(2)) {
  const report = await validator.validateString(readFileSync(file, "utf8"));
  for (const { messages } of report.results)
    for (const { line, column, ruleId, message } of messages)
      process.stdout.write(`${file}:${line}:${column} ${ruleId}: ${message}\n`);
}
