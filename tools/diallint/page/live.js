"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const number = (count) => count.toLocaleString("en-US");
  const counted = (count, noun) => number(count) + " " + noun + (count === 1 ? "" : "s");
  // What is shown of a date-time: it is UTC, and digits of a second help nobody.
  const moment = (text) => text.slice(0, 19).replace("T", " ");
  const tiles = [
    ["calls", "calls", ""], ["refusedCalls", "refused calls", "error"], ["accepted", "accepted", "good"],
    ["failed", "failed", "error"], ["waiting", "waiting", "info"], ["answered", "answered", "good"],
    ["unanswered", "unanswered", "warning"], ["expired", "expired", "error"],
  ];
  // Shown where there are any.
  const rare = [["campaignDeleted", "of deleted campaigns", "warning"]];
  const fates = {
    waiting: "info", answered: "good", unanswered: "warning", expired: "error", "campaign-deleted": "warning",
  };
  const layers = ["answered", "unanswered", "expired", "due"];

  const element = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const drawing = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const row = (...cells) => {
    const line = element("tr");
    for (const [text, kind] of cells) line.append(element("td", text, kind));
    return line;
  };
  const fill = (id, rows) => document.querySelector("#" + id + " tbody").replaceChildren(...rows);

  const drawTiles = (live) =>
    at("tiles").replaceChildren(...[...tiles, ...rare.filter(([member]) => live[member] > 0)].map(([member, name, color]) => {
      const tile = element("div");
      tile.append(element("dt", name), element("dd", number(live[member]), live[member] > 0 ? color : ""));
      return tile;
    }));

  const drawTimeline = ({ now, timeline: { seconds, steps } }) => {
    const svg = at("timeline");
    const first = steps.length > 0 ? Date.parse(steps[0].at) : 0;
    const index = (step) => Math.round((Date.parse(step.at) - first) / 1000 / seconds);
    const wide = Math.max(20, steps.length > 0 ? index(steps.at(-1)) + 1 : 0);
    const most = Math.max(1, ...steps.map((step) => layers.reduce((sum, name) => sum + step[name], 0)));
    const bars = [];
    for (const step of steps) {
      let top = 100;
      for (const name of layers) {
        const height = (step[name] * 96) / most;
        top -= height;
        if (height > 0)
          bars.push(drawing("rect", { class: name, x: (index(step) * 1200) / wide, y: top, width: 1080 / wide, height }));
      }
    }
    const clock = ((Date.parse(now) - first) / 1000 / seconds) * (1200 / wide);
    if (steps.length > 0 && clock >= 0 && clock < 1200)
      bars.push(drawing("rect", { class: "now", x: clock, y: 0, width: 2, height: 100 }));
    svg.replaceChildren(...bars);
    at("from").textContent = steps.length > 0 ? moment(steps[0].at) : "";
    at("to").textContent = steps.length > 0 ? moment(new Date(first + wide * seconds * 1000).toISOString()) : "";
    const sum = (name) => number(steps.reduce((total, step) => total + step[name], 0));
    at("timeline-words").textContent = steps.length === 0 ? "No request yet." :
      "The line is the clock. Each bar is " + counted(seconds, "second") + ", the highest " + counted(most, "request") + ". Together: " +
      sum("answered") + " answered, " + sum("unanswered") + " unanswered, " + sum("expired") + " expired, " +
      sum("due") + " still to expire.";
  };

  // Lines stay where they are, so that what somebody has opened stays open.
  const lines = new Map();
  const ruleLine = (rule) => {
    const line = element("li");
    const details = element("details");
    const summary = element("summary");
    const count = element("span", "", "number");
    const bar = drawing("svg", { class: "bar error", viewBox: "0 0 200 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    const filled = drawing("rect", { class: "fill", height: 10 });
    bar.append(drawing("rect", { class: "rail", width: 200, height: 10 }), filled);
    summary.append(element("span", "error", "level error"), count, bar, element("span", rule.title ?? rule.rule));
    const body = element("div", undefined, "body");
    const repair = element("p");
    repair.append(element("strong", "What to do:"), " " + (rule.repair ?? ""));
    const name = element("p", "Rule ", "soft");
    name.append(element("code", rule.rule), ", answered by: " + rule.verdict);
    const places = element("ul");
    body.append(element("p", rule.why ?? ""), repair, name, places);
    details.append(summary, body);
    line.append(details);
    at("rules").append(line);
    return { line, count, filled, places };
  };
  const drawRules = ({ rules, lastFindings }) => {
    at("no-rules").hidden = rules.length > 0;
    const most = Math.max(1, ...rules.map((rule) => rule.count));
    for (const [id, { line }] of lines)
      if (!rules.some((rule) => rule.rule === id)) {
        line.remove();
        lines.delete(id);
      }
    for (const rule of rules) {
      if (!lines.has(rule.rule)) lines.set(rule.rule, ruleLine(rule));
      const { count, filled, places } = lines.get(rule.rule);
      count.textContent = number(rule.count);
      filled.setAttribute("width", Math.max(1, (rule.count * 200) / most));
      places.replaceChildren(...lastFindings.filter((one) => one.rule === rule.rule).slice(0, 5).map((one) => {
        const item = element("li", "call " + one.call + " ");
        item.append(element("code", one.path || "/"), ": " + one.message);
        return item;
      }));
    }
  };

  const answerOf = (call) => {
    const words = call.status + (call.exception ? " " + call.exception : "") + (call.trouble ? " (on purpose)" : "");
    return [words, call.exception ? (call.trouble ? "warning" : "error") : "good"];
  };
  const drawTables = (live) => {
    fill("campaigns", live.campaigns.map((one) => row([one.id], [one.state, one.state === "Running" ? "good" : "warning"])));
    const more = live.allCampaigns - live.campaigns.length;
    at("more-campaigns").textContent = more > 0 ? "And " + counted(more, "more campaign") + "." : "";
    fill("calls", live.lastCalls.map((call) => row([moment(call.at), "time"], [call.operation], [call.campaign ?? ""], answerOf(call),
      [number(call.accepted), "number"], [number(call.repeated), "number"], [number(call.failed), "number"])));
    fill("requests", live.lastRequests.map((one) => row([moment(one.received), "time"], [one.id], [one.campaign ?? ""],
      [one.fate, fates[one.fate]], [one.settled ? moment(one.settled) : "", "time"], [one.expires ? moment(one.expires) : "never", "time"])));
  };

  const say = (words, color) => {
    const state = at("state");
    if (state.textContent === words) return;  // a screen reader hears what has changed
    state.textContent = words;
    state.className = "verdict " + color;
  };
  const draw = (live) => {
    const refused = live.refusedCalls + live.failed;
    say(live.calls === 0 ? "Nobody has called yet." : refused === 0 ? "The service itself would have refused nothing." :
      "The service itself would have refused " + counted(live.refusedCalls, "call") + " and " + counted(live.failed, "request") + ".",
      refused > 0 ? "error" : "good");
    at("clock").textContent = "Clock: " + moment(live.now) + " UTC, " + (live.runs ? "runs" : "stands still");
    at("main").hidden = false;
    at("token").hidden = true;
    drawTiles(live);
    drawTimeline(live);
    drawRules(live);
    drawTables(live);
    document.documentElement.dataset.calls = live.calls;
  };

  let secret = "";
  // Headers can be sent along here, which an EventSource cannot.
  const watch = async () => {
    const answer = await fetch("/_diallint/events", { headers: secret ? { "x-diallint-token": secret } : {}, cache: "no-store" });
    if (answer.status === 403) {
      at("token").hidden = false;
      say(secret ? "That is not the token." : "The service wants a token.", "warning");
      return false;
    }
    if (!answer.ok) {
      say("The service answers with status " + answer.status + ": too many watch it. Trying again.", "warning");
      return true;
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      if (events.length > 0) draw(JSON.parse(events.at(-1).slice("data: ".length)));
    }
    throw new Error("the end of what has none");
  };
  const keepWatching = async () => {
    let again = true;
    while (again) {
      again = await watch().catch(() => {
        say("The service does not answer; it may have ended.", "warning");
        return true;
      });
      if (again) await new Promise((done) => setTimeout(done, 2000));
    }
  };
  at("token").addEventListener("submit", (event) => {
    event.preventDefault();
    secret = at("secret").value;
    keepWatching();
  });
  keepWatching();
})();
