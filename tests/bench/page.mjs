// How long a browser takes from opening a report of 10,000 findings until its table is painted.
//
//   node page.mjs PROGRAM
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser } from "../node/browser.mjs";

const kFindings = 10000;
const kRuns = 9;
const folder = mkdtempSync(join(tmpdir(), "diallint-page-"));
const [requests, page] = ["requests.ndjson", "report.html"].map((name) => join(folder, name));
const lines = [];
for (let i = 0; i < kFindings; ++i)
  lines.push(JSON.stringify({ clientToken: `call-${i}`, phoneNumber: "+12025550147", expirationTime: "2026-11-20T13:00:00Z", attributes: {} }));
writeFileSync(requests, lines.join("\n"));
const run = spawnSync(process.argv[2], ["--now", "2026-11-20T12:00:00Z", "--select", "expiration-window", "--output-format", "html", "-o", page, requests]);
if (run.status !== 1) throw new Error(String(run.stderr));

const browser = await Browser.start();
try {
  const times = [];
  let shown = "";
  for (let i = 0; i < kRuns; ++i) {
    times.push(await browser.open(page));
    shown = await browser.run("document.getElementById('status').textContent");
  }
  if (!shown.endsWith(` of ${kFindings}.`)) throw new Error("the page shows " + shown);
  times.sort((a, b) => a - b);
  const [fastest, median, slowest] = [times[0], times[kRuns >> 1], times[kRuns - 1]].map(Math.round);
  console.log(`${kFindings} findings, ${Math.round(statSync(page).size / 1024)} KiB: painted after ${median} ms (median of ${kRuns}; ${fastest} to ${slowest} ms)`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
