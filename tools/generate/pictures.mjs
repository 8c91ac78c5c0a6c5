// Draws the pictures of the documents from what the program says of the examples: the text report, fix, prepare and a
// history as a terminal shows them, the HTML page, the page of a campaign's outcome, and that of `diallint serve`, each
// in light and in dark.
//
//   node tools/generate/pictures.mjs PROGRAM FOLDER
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Browser } from "../../tests/node/browser.mjs";
import { hasCalls, startService, until } from "../../tests/node/local_service.mjs";

const [program, folder] = process.argv.slice(2).map((path) => resolve(path));
const kNow = ["--now", "2026-11-20T12:00:00Z", "--ignore", "phone-fictional"];
const kTextFiles = ["dirty/retried-batch.json", "dirty/expiry.json"];
const kPageFiles = ["clean", "dirty/retried-batch.json", "dirty/expiry.json", "dirty/spreadsheet.csv"];
const kWidth = 1100;
const kMostHeight = 1500;

/// All of the page, or as many whole rows of its table as fit.
const kHeight = `(() => {
  const bottom = (element) => Math.ceil(element.getBoundingClientRect().bottom);
  const rows = [...document.querySelectorAll("#findings tr")].map(bottom).filter((y) => y <= ${kMostHeight});
  return rows.length > 0 ? rows.at(-1) : bottom(document.documentElement);
})()`;

const diallint = (...words) => diallintIn("corpus/examples", ...words);

function diallintIn(cwd, ...words) {
  const run = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (run.status !== 0 && run.status !== 1) throw new Error(run.stderr);
  return run.stdout + run.stderr;
}

/// The outcome of the example's campaign, of which some have failed and the last batch was not answered.
function outcome(scratch) {
  const at = (name) => join(scratch, name);
  writeFileSync(at("token.key"), "0123456789abcdef\n");
  diallint("prepare", resolve("examples/campaign/people.csv"), "--campaign", "monday", "--token-key", at("token.key"),
    "--start", "2026-11-20T12:58:30Z", "--rate", "1", "-o", at("monday"));
  const rows = readFileSync(at("monday/manifest.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const answers = rows.filter(({ batch }) => batch !== rows.at(-1).batch).map(({ token: clientToken }, i) => {
    const failureCode = i % 17 === 3 ? "RequestThrottled" : i % 29 === 5 ? "InvalidInput" : i % 41 === 7 ? "UnknownError" : "";
    return JSON.stringify(failureCode ? { failedRequests: [{ clientToken, failureCode }] } : { successfulRequests: [{ clientToken }] });
  });
  writeFileSync(at("answers.ndjson"), [...answers, '{"__type": "ThrottlingException"}', ""].join("\n"));
  diallint("reconcile", at("monday"), "--responses", at("answers.ndjson"), "--start", "2026-11-20T14:00:00Z", "-o", at("out"));
  return readFileSync(at("out/outcome.html"));
}

/// A history of three days, and what it says of requests of the fourth: one with a token of the first day for
/// another request, and one that is sent again.
function history(scratch) {
  const at = (name) => join(scratch, name);
  writeFileSync(at("history.key"), "0123456789abcdef\n");
  for (const [day, campaign] of [[17, "tuesday"], [18, "wednesday"], [19, "thursday"]])
    diallintIn(scratch, "prepare", resolve("examples/campaign/people.csv"), "--campaign", campaign, "--token-key", "history.key",
      "--start", `2026-11-${day}T12:00:00Z`, "--rate", "1", "--attribute", "name=First Name", "--history", "sent.db", "-o", campaign);
  const [reused, retried] = JSON.parse(readFileSync(at("tuesday/batch-000001.json"))).dialRequests;
  reused.attributes.name = "Eve";
  const lines = [reused, retried].map((request) => JSON.stringify({ ...request, expirationTime: "2026-11-20T12:10:00.000Z" }));
  writeFileSync(at("friday.ndjson"), lines.join("\n") + "\n");
  const check = ["check", "--history", "sent.db", ...kNow, "friday.ndjson"];
  const show = ["history", "sent.db", ...kNow.slice(0, 2)];
  return terminal([check.join(" "), diallintIn(scratch, ...check, "--color", "always")], [show.join(" "), diallintIn(scratch, ...show)]);
}

/// What fix would change, and what is left.
function fixing(scratch) {
  const requests = /\(`requests\.ndjson`\):\n\n```\n([^`]*)```/.exec(readFileSync("docs/fix.md", "utf8"))[1];
  writeFileSync(join(scratch, "requests.ndjson"), requests);
  const words = ["fix", "--diff", ...kNow, "requests.ndjson"];
  return terminal([words.join(" "), diallintIn(scratch, ...words)]);
}

/// The list of docs/prepare.md, and the folder that comes of it.
function preparing(scratch) {
  const list = /\(`people\.csv`\):\n\n```\n([^`]*)```/.exec(readFileSync("docs/prepare.md", "utf8"))[1];
  writeFileSync(join(scratch, "people.csv"), list);
  writeFileSync(join(scratch, "token.key"), "0123456789abcdef\n");
  const words = ["prepare", "people.csv", "--campaign", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9", "--start", kNow[1],
    "--token-key", "token.key", "--attribute", "name=First Name", "-o", "people"];
  const command = words.join(" ").replace("name=First Name", "name='First Name'");
  return terminal([command, diallintIn(scratch, ...words)]);
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/// Text with the escape sequences of a terminal as HTML.
function colored(text) {
  const classes = { "1;31": "error", "1;33": "warning", "1;36": "info", 2: "dim", 1: "bold" };
  const unbroken = text.replace(/\[[a-z0-9-]+\]/g, (rule) => rule.replace(/-/g, "\u2011"));
  return escaped(unbroken).replace(/\x1b\[([0-9;]*)m/g, (all, code) => code === "0" ? "</span>" : `<span class="${classes[code]}">`);
}

const terminal = (...runs) => `<!DOCTYPE html><meta charset="utf-8"><style>
  :root { color-scheme: light dark; --back: #ffffff; --text: #1b1f24; --soft: #6e7781; --line: #d0d7de;
    --error: #b3261e; --warning: #8a5a00; --info: #0a5cad; }
  @media (prefers-color-scheme: dark) { :root { --back: #14181d; --text: #e6eaef; --soft: #8b949e; --line: #3a434d;
    --error: #ff8f87; --warning: #f0b849; --info: #7cb8ff; } }
  body { margin: 0; background: var(--back); }
  pre { margin: 0; padding: 16px 20px; border: 1px solid var(--line); color: var(--text);
    font: 13px/1.45 "DejaVu Sans Mono", ui-monospace, monospace; white-space: pre-wrap; }
  .bold { font-weight: bold; } .dim { color: var(--soft); } .error, .warning, .info { font-weight: bold; }
  .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
</style><pre>${runs.map(([command, output]) =>
  `<span class="dim">$</span> diallint ${escaped(command).replaceAll("--", "\u2011\u2011")}\n${colored(output.trimEnd())}`).join("\n\n")}</pre>`;

/// A campaign that has been called for a while, slower than its requests came: the page down to what was wrong.
async function drawService() {
  const service = await startService(program, "--campaign", "monday", "--campaign", "tuesday=Paused", "--dial-rate", "1", "--answered", "70");
  try {
    for (let i = 0; i < 4; ++i) {
      const expirationTime = new Date(Date.UTC(2026, 10, 20, 12, 1, 30 * i)).toISOString();
      await service.put("monday", i * 50, 25, { expirationTime });
      await service.put("monday", i * 50 + 25, 25, { expirationTime });
      await service.put("monday", 200 + i, 1, { expirationTime, phoneNumber: "0147" });
      await service.call("POST", "/_diallint/clock", { advance: i < 3 ? 20 : 40 });
    }
    await service.put("tuesday", 300, 1, { expirationTime: "2026-11-20T12:03:00.000Z" });
    for (const scheme of ["light", "dark"]) {
      await browser.scheme(scheme);
      await browser.open(service.address + "/");
      await until(browser, hasCalls(13));
      const height = await browser.run(`Math.ceil(document.getElementById("campaigns-list").getBoundingClientRect().top) - 16`);
      writeFileSync(join(folder, `serve-${scheme}.png`), await browser.picture({ x: 0, y: 0, width: kWidth, height }));
    }
  } finally {
    await service.stop();
  }
}

const scratch = mkdtempSync(join(tmpdir(), "diallint-pictures-"));
const browser = await Browser.start({ width: kWidth });
try {
  const text = diallint(...kNow, "--color", "always", ...kTextFiles);
  writeFileSync(join(scratch, "text.html"), terminal([[...kNow, ...kTextFiles].join(" "), text]));
  diallint(...kNow, "--output-format", "html", "-o", join(scratch, "page.html"), ...kPageFiles);
  writeFileSync(join(scratch, "outcome.html"), outcome(scratch));
  writeFileSync(join(scratch, "history.html"), history(scratch));
  writeFileSync(join(scratch, "fix.html"), fixing(scratch));
  writeFileSync(join(scratch, "prepare.html"), preparing(scratch));
  for (const name of ["text", "page", "outcome", "history", "fix", "prepare"]) {
    for (const scheme of ["light", "dark"]) {
      await browser.scheme(scheme);
      await browser.open(join(scratch, `${name}.html`));
      const clip = { x: 0, y: 0, width: kWidth, height: await browser.run(kHeight) };
      writeFileSync(join(folder, `${name}-${scheme}.png`), await browser.picture(clip));
    }
  }
  await drawService();
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
