// Headless Chromium, driven over its pipe (the Chrome DevTools Protocol): no port is opened and
// nothing is loaded from elsewhere.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const kProgram = process.env.CHROMIUM ?? "chromium";

/// One browser with one page. Close it, or the process stays.
export class Browser {
  static async start({ width = 1200, height = 900, scale = 1 } = {}) {
    const browser = new Browser();
    browser.folder = mkdtempSync(join(tmpdir(), "diallint-browser-"));
    browser.process = spawn(
      kProgram,
      ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
       "--disable-background-networking", "--disable-component-update", "--disable-sync",
       "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-pipe",
       `--user-data-dir=${browser.folder}`, "about:blank"],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
        env: { ...process.env, HOME: browser.folder } },
    );
    browser.listen();
    const { targetInfos } = await browser.send("Target.getTargets");
    const page = targetInfos.find((target) => target.type === "page");
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId: page.targetId, flatten: true });
    browser.session = sessionId;
    await browser.send("Page.enable");
    await browser.send("Runtime.enable");
    await browser.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile: false });
    return browser;
  }

  listen() {
    this.waiting = new Map();
    this.next = 1;
    let rest = "";
    this.process.stdio[4].on("data", (bytes) => {
      const parts = (rest + bytes).split("\0");
      rest = parts.pop();
      for (const part of parts) this.take(JSON.parse(part));
    });
    this.process.on("exit", () => {
      for (const { fail } of this.waiting.values()) fail(new Error("Chromium has ended"));
    });
  }

  take(message) {
    const waiting = this.waiting.get(message.id ?? message.method);
    if (!waiting) return;
    this.waiting.delete(message.id ?? message.method);
    message.error ? waiting.fail(new Error(message.error.message)) : waiting.done(message.result ?? message.params);
  }

  /// Sends a command of the protocol; gives its result.
  send(method, params = {}) {
    const id = this.next++;
    const text = JSON.stringify({ id, method, params, ...(this.session && { sessionId: this.session }) });
    return new Promise((done, fail) => {
      this.waiting.set(id, { done, fail });
      this.process.stdio[3].write(text + "\0");
    });
  }

  event(method) {
    return new Promise((done, fail) => this.waiting.set(method, { done, fail }));
  }

  /// Opens a file, or an address, and waits until it is loaded and painted. Gives the milliseconds from navigation.
  async open(file) {
    const loaded = this.event("Page.loadEventFired");
    await this.send("Page.navigate", { url: file.startsWith("http:") ? file : pathToFileURL(resolve(file)).href });
    await loaded;
    return this.run(
      "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))");
  }

  /// The value of a JavaScript expression in the page.
  async run(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  scheme(value) {
    return this.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
  }

  async press(key, { code = key, keyCode, text, modifiers = 0 } = {}) {
    const event = { key, code, windowsVirtualKeyCode: keyCode, modifiers, text };
    await this.send("Input.dispatchKeyEvent", { ...event, type: text ? "keyDown" : "rawKeyDown" });
    await this.send("Input.dispatchKeyEvent", { ...event, type: "keyUp", text: undefined });
  }

  tab() {
    return this.press("Tab", { keyCode: 9 });
  }
  enter() {
    return this.press("Enter", { keyCode: 13, text: "\r" });
  }

  /// PNG bytes of a rectangle of the page, in CSS pixels.
  async picture(clip) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip: { scale: 1, ...clip } });
    return Buffer.from(data, "base64");
  }

  /// What a screen reader is told: role and name of every node that is not ignored, in order.
  async spoken() {
    const { nodes } = await this.send("Accessibility.getFullAXTree");
    return nodes.filter((node) => !node.ignored).map((node) => ({
      role: node.role?.value ?? "",
      name: node.name?.value ?? "",
      properties: Object.fromEntries((node.properties ?? []).map((p) => [p.name, p.value.value])),
    }));
  }

  async close() {
    const ended = new Promise((done) => this.process.once("exit", done));
    try {
      await this.send("Browser.close");
    } catch {
      this.process.kill();
    }
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
