// Reads an HTML report as somebody without a mouse or a screen does.
//
//   node read_page.mjs PAGE
//
// Prints what the Tab key reaches, in order; what a screen reader is told of the controls and tables;
// what the keyboard does to the table; and whatever would need a pointer.
import { Browser } from "./browser.mjs";

const browser = await Browser.start();
const say = (line) => process.stdout.write(line + "\n");

/// What has the focus: its name as it is shown, and whether the focus can be seen.
const focused = `(() => {
  const at = document.activeElement;
  if (at === document.body) return "";
  const name = at.getAttribute("aria-label") ?? at.labels?.[0]?.firstChild.textContent
    ?? (at.hasAttribute("aria-labelledby")
      ? document.getElementById(at.getAttribute("aria-labelledby")).textContent : at.textContent);
  const seen = getComputedStyle(at).outlineStyle !== "none" && at.getBoundingClientRect().width > 0;
  return at.localName + ": " + name.trim().slice(0, 40) + (seen ? "" : " (focus not seen)");
})()`;
const firstRow = `[...document.querySelector("#findings tbody tr").cells].map((c) => c.textContent).join(" | ")`;

try {
  await browser.open(process.argv[2]);
  const most = 200;
  let stops = 0;
  for (; stops < most; ++stops) {
    await browser.tab();
    const at = await browser.run(focused);
    if (at === "") break;
    say("tab " + at);
  }
  const pointerOnly = await browser.run(
    `[...document.querySelectorAll("a, button, input, select, summary, [tabindex]")]
       .filter((e) => !e.disabled && e.tabIndex < 0).length`);
  say(`reached ${stops < most ? "all" : "too many"}, for a pointer only ${pointerOnly}`);

  for (const { role, name, properties } of await browser.spoken()) {
    if (["searchbox", "combobox", "button", "columnheader", "rowheader", "heading", "status", "region", "search", "table", "DisclosureTriangle"].includes(role))
      say(`spoken ${role}: ${name}${properties.live ? " (" + properties.live + ")" : ""}`);
  }

  await browser.run(`document.querySelector("th[data-key=rule] button").focus()`);
  await browser.enter();
  say("enter on Rule: " + (await browser.run(`document.querySelector("th[data-key=rule]").ariaSort`)) + ": " + (await browser.run(firstRow)));
  await browser.enter();
  say("again: " + (await browser.run(`document.querySelector("th[data-key=rule]").ariaSort`)) + ": " + (await browser.run(firstRow)));
  await browser.run(`document.getElementById("text").focus()`);
  for (const letter of "twice") await browser.press(letter, { text: letter });
  say("typed twice: " + (await browser.run(`document.getElementById("status").textContent`)));
  await browser.run(`document.querySelector("summary").focus()`);
  await browser.enter();
  say("enter on a line: " + (await browser.run(`document.querySelector("details").open`)));
  for (const scheme of ["light", "dark"]) {
    await browser.scheme(scheme);
    say(`${scheme}: ${await browser.run("getComputedStyle(document.body).backgroundColor")}`);
  }
} finally {
  await browser.close();
}
