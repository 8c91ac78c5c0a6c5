// `diallint serve` in a process of its own, for scripts that watch its page.
import { spawn } from "node:child_process";

/// Starts one at a free port, with a clock that stands still. Stop it, or the process stays.
export async function startService(program, ...options) {
  const words = ["serve", "--port", "0", "--quiet", "--now", "2026-11-20T12:00:00Z", ...options];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => child.once("exit", done));
  const line = await new Promise((done) => child.stdout.once("data", (text) => done(String(text))));
  const address = line.trim().split(" ").at(-1);
  const call = async (method, path, body) =>
    (await fetch(address + path, { method, ...(body && { body: JSON.stringify(body) }) })).json();
  /// `count` requests that expire in a minute.
  const put = (campaign, from, count, changes = {}) =>
    call("PUT", `/campaigns/${campaign}/dial-requests`, {
      dialRequests: Array.from({ length: count }, (_, i) => ({
        clientToken: `token-${from + i}`, phoneNumber: "+12025550147", expirationTime: "2026-11-20T12:01:00.000Z",
        attributes: { name: "Zaphod-Beeblebrox" }, ...changes,
      })),
    });
  return { address, call, put, stop: () => (child.kill(), ended) };
}

/// Waits until an expression is true in the page, which tells when something in it changes.
export const until = (browser, condition) => browser.run(`new Promise((done) => {
  const look = () => (${condition}) && (seen.disconnect(), done());
  const seen = new MutationObserver(look);
  seen.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
})`);

/// What is true of the page once it has drawn the answer to so many calls.
export const hasCalls = (count) => `document.documentElement.dataset.calls === "${count}"`;
