// How fast `diallint serve` answers batches of 25 on one core from 16 connections, and what it keeps over a million
// requests of a day of made-up clock; the first with --state, too, which waits for the disk before each answer.
//
//   node tests/bench/serve.mjs PROGRAM [BATCHES]
//
// Batches a second are told by the clock on the wall, and by the processor time of the server: what else runs on the
// machine takes from the first and hardly from the second.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";

const kConnections = 16;
const kRequests = 25;
const kDaySeconds = 24 * 3600;
const [program, batches = "40000"] = process.argv.slice(2);
const kBatches = Math.ceil(Number(batches) / kConnections) * kConnections;
const ticks = Number(spawnSync("getconf", ["CLK_TCK"], { encoding: "utf8" }).stdout);

async function start(...options) {
  const words = ["serve", "--port", "0", "--quiet", "--now", "2026-11-20T12:00:00Z", "--campaign", "monday", ...options];
  const child = spawn("taskset", ["-c", "0", program, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((done, fail) => {
    child.stdout.once("data", (text) => done(String(text)));
    child.once("exit", (code) => fail(new Error(`diallint serve has ended with ${code}`)));
  });
  const ended = new Promise((done) => child.once("exit", done));
  return { port: Number(line.trim().split(":").at(-1)), pid: child.pid, stop: () => (child.kill(), ended) };
}

/// Seconds of processor time, and MiB in memory.
function cost(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
  const kib = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  return { seconds: (Number(stat[11]) + Number(stat[12])) / ticks, mib: kib / 1024 };
}

/// One connection that carries one call after the other; gives the body of each answer.
class Connection {
  constructor(port) {
    this.socket = createConnection({ port, host: "127.0.0.1", noDelay: true });
    this.text = "";
    this.socket.setEncoding("latin1").on("data", (text) => this.take(text)).on("close", () => this.fail?.(new Error("the connection was closed")));
  }
  take(text) {
    this.text += text;
    const head = this.text.indexOf("\r\n\r\n");
    if (head < 0) return;
    const size = Number(/content-length: (\d+)/i.exec(this.text)[1]);
    if (this.text.length < head + 4 + size) return;
    const status = Number(this.text.slice(9, 12));
    const body = this.text.slice(head + 4, head + 4 + size);
    this.text = "";
    if (status === 200) this.done(body);
    else this.fail(new Error(`status ${status}: ${body}`));
  }
  call(method, path, body) {
    this.socket.write(`${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    return new Promise((done, fail) => Object.assign(this, { done, fail }));
  }
  end() {
    this.fail = undefined;
    this.socket.end();
  }
}

/// A batch like those of people: a token, a number, a few attributes.
function batch(number, expires) {
  let text = "";
  for (let i = 0; i < kRequests; ++i)
    text += `${i ? "," : ""}{"clientToken":"0f1e2d3c4b5a4978-${number}-${i}","phoneNumber":"+1202555${String(100 + (i % 100)).padStart(4, "0")}",` +
      `"expirationTime":"${expires}","attributes":{"firstName":"Ford","appointment":"2026-11-24 09:30","language":"en-GB","order":"${number}"}}`;
  return `{"dialRequests":[${text}]}`;
}
const put = (connection, number, expires) => connection.call("PUT", "/campaigns/monday/dial-requests", batch(number, expires));

/// Batches from all connections at once.
async function speed(count, ...options) {
  const service = await start(...options);
  const connections = Array.from({ length: kConnections }, () => new Connection(service.port));
  let next = 0;
  const began = performance.now();
  await Promise.all(connections.map(async (connection) => {
    while (next < count) await put(connection, next++, "2026-11-20T12:10:00.000Z");
  }));
  const seconds = (performance.now() - began) / 1000;
  const spent = cost(service.pid);
  for (const connection of connections) connection.end();
  await service.stop();
  return { wall: count / seconds, processor: count / spent.seconds, mib: spent.mib };
}

/// A day of the service's clock: a batch from each connection, the next step of the clock, and so on. A campaign calls
/// 12 a second, which is a little more than comes of a million a day.
async function day(count) {
  const service = await start("--dial-rate", "12", "--answered", "60", "--keep", "10000");
  const connections = Array.from({ length: kConnections }, () => new Connection(service.port));
  const step = kDaySeconds / (count / kConnections);
  const memory = [];
  const began = performance.now();
  for (let i = 0; i < count; i += kConnections) {
    const expires = new Date(Date.UTC(2026, 10, 20, 12) + ((i / kConnections) * step + 540) * 1000).toISOString();
    await Promise.all(connections.map((connection, k) => put(connection, i + k, expires)));
    await connections[0].call("POST", "/_diallint/clock", JSON.stringify({ advance: step }));
    while (memory.length < Math.floor(((i + kConnections) * 10) / count)) memory.push(cost(service.pid).mib);
  }
  const seconds = (performance.now() - began) / 1000;
  const summary = JSON.parse(await connections[0].call("GET", "/_diallint/", ""));
  for (const connection of connections) connection.end();
  await service.stop();
  return { seconds, memory, summary };
}

function show(what, { wall, processor, mib }) {
  console.log(`${kConnections} connections, batches of ${kRequests}, one core${what}: ${wall.toFixed(0)} batches a second, ` +
    `${processor.toFixed(0)} a second of the server's processor time, ${mib.toFixed(0)} MiB`);
}

const most = Math.min(kBatches, 40000);
show("", await speed(most));
// Not where temporary files are: that may be memory, which waits for no disk.
const folder = mkdtempSync(join("build", "serve-state-"));
try {
  show(", --state", await speed(Math.ceil(most / 10), "--state", join(folder, "state")));
} finally {
  rmSync(folder, { recursive: true });
}
const long = await day(kBatches);
const { accepted, answered, unanswered, expired, waiting, now } = long.summary;
console.log(`${kBatches} batches over 24 hours of made-up clock, to ${now}: ${long.seconds.toFixed(1)} s`);
console.log(`${accepted} requests accepted: ${answered} answered, ${unanswered} unanswered, ${expired} expired, ${waiting} waiting`);
console.log(`memory after each tenth, MiB: ${long.memory.map((mib) => mib.toFixed(1)).join(" ")}`);
