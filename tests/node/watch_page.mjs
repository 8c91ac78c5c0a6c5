// Watches the page of `diallint serve` while calls are made, as somebody without a mouse or a screen does, too.
//
//   node watch_page.mjs PROGRAM [FOLDER]
//
// Prints what the page shows after each step. With a folder it draws pictures there, wide and narrow, light and
// dark.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Browser } from "./browser.mjs";
import { hasCalls, startService, until } from "./local_service.mjs";

const [program, folder] = process.argv.slice(2);
const say = (line) => process.stdout.write(line + "\n");
const { address, call, put, stop } = await startService(program, "--campaign", "monday", "--campaign", "tuesday=Paused",
  "--dial-rate", "1", "--answered", "60");
const browser = await Browser.start();

const text = (selector) => browser.run(`document.querySelector(${JSON.stringify(selector)}).innerText.trim()`);
const cells = (id) => browser.run(`[...document.querySelectorAll("#${id} tbody tr")].map((r) => [...r.cells].map((c) => c.textContent).join(" | ")).join("\\n")`);
const tiles = () => browser.run(`[...document.querySelectorAll("#tiles div")].map((d) => d.innerText.replace(/\\s*\\n\\s*/, " ")).join(", ")`);
const tile = (name, count) => `[...document.querySelectorAll("#tiles div")].some((d) => d.firstChild.textContent === "${name}" && d.lastChild.textContent === "${count}")`;

try {
  await browser.open(address + "/");
  await until(browser, hasCalls(0));
  say(await text("#state"));
  say(await text("#clock"));
  say(await cells("campaigns"));

  await put("monday", 0, 20);
  await put("tuesday", 0, 1);
  await put("monday", 20, 2, { phoneNumber: "0147" });
  await until(browser, hasCalls(3));
  say(await text("#state"));
  say(await tiles());
  say(await cells("calls"));
  say(await text("#rules"));
  await browser.run(`document.querySelector("#rules summary").focus()`);
  await browser.enter();
  say(await text("#rules .body"));

  await call("POST", "/_diallint/clock", { advance: 9 });
  await call("POST", "/_diallint/campaigns", { id: "monday", state: "Paused" });
  await call("POST", "/_diallint/clock", { advance: 60 });
  await until(browser, tile("waiting", "0"));
  say(await text("#clock"));
  say(await tiles());
  say(await text("#timeline-words"));
  say("bars " + (await browser.run(`document.querySelectorAll("#timeline rect").length`)));
  say("still open " + (await browser.run(`document.querySelector("#rules details").open`)));
  say("requests " + (await browser.run(`document.querySelectorAll("#requests tbody tr").length`)));
  const page = await browser.run(`document.documentElement.outerHTML`);
  say("values " + ["Zaphod", "0147", "token-1"].some((value) => page.includes(value)));
  say("refused by the policy " + (await browser.run(`new Promise((done) => {
    addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), { once: true });
    const script = document.createElement("script");
    script.textContent = "0";
    document.body.append(script);
  })`)));
  for (const { role, name } of await browser.spoken())
    if (["heading", "status", "table", "image", "img"].includes(role)) say(`spoken ${role}: ${name}`);
  for (const width of [1200, 400]) {
    await browser.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
    say(`at ${width} wider than the window: ` + (await browser.run("document.documentElement.scrollWidth > innerWidth")));
    for (const scheme of folder ? ["light", "dark"] : []) {
      await browser.scheme(scheme);
      const height = await browser.run("document.documentElement.scrollHeight");
      writeFileSync(join(folder, `serve-${width}-${scheme}.png`), await browser.picture({ x: 0, y: 0, width, height }));
    }
  }
  await stop();
  await until(browser, `document.getElementById("state").className === "verdict warning"`);
  say(await text("#state"));
} finally {
  await browser.close();
  await stop();
}
