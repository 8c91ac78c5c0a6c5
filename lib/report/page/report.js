"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const levels = ["info", "warning", "error"];
  const pageSize = 100;
  const body = document.querySelector("#findings tbody");
  const status = document.getElementById("status");
  const previous = document.getElementById("previous");
  const next = document.getElementById("next");
  const controls = {
    text: document.getElementById("text"),
    level: document.getElementById("level"),
    rule: document.getElementById("rule"),
    file: document.getElementById("file"),
  };
  // A row: severity, file, line, column, record, path, message, rule; the last two of them by index.
  const place = (row) => data.files[row[1]] + ":" + row[2] + ":" + row[3];
  const text = (row) =>
    (place(row) + " " + row[5] + " " + row[6] + " " + data.rules[row[7]]).toLowerCase();
  const byPlace = (a, b) => a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
  const orders = {
    level: (a, b) => a[0] - b[0],
    place: byPlace,
    path: (a, b) => (a[5] < b[5] ? -1 : a[5] > b[5] ? 1 : 0),
    message: (a, b) => (a[6] < b[6] ? -1 : a[6] > b[6] ? 1 : 0),
    rule: (a, b) => a[7] - b[7],
  };
  let order = { key: "level", up: false };
  let shown = [];
  let page = 0;

  const fill = (select, names, indexes) => {
    for (const index of indexes) {
      const option = document.createElement("option");
      option.value = index;
      option.textContent = names[index];
      select.append(option);
    }
  };
  const used = (column) => [...new Set(data.rows.map((row) => row[column]))].sort((a, b) => a - b);

  const cell = (line, content, name) => {
    const td = document.createElement("td");
    if (name) td.className = name;
    td.textContent = content;
    line.append(td);
    return td;
  };
  const code = (line, content) => {
    const inner = document.createElement("code");
    inner.textContent = content;
    cell(line, "").append(inner);
  };

  const draw = () => {
    const from = page * pageSize;
    const rows = shown.slice(from, from + pageSize).map((row) => {
      const line = document.createElement("tr");
      cell(line, levels[row[0]], "level " + levels[row[0]]);
      code(line, place(row));
      code(line, row[5]);
      cell(line, row[6]);
      code(line, data.rules[row[7]]);
      return line;
    });
    body.replaceChildren(...rows);
    previous.disabled = page === 0;
    next.disabled = from + pageSize >= shown.length;
    status.textContent =
      shown.length === 0
        ? "No finding fits."
        : "Findings " + (from + 1) + " to " + (from + rows.length) + " of " + shown.length + ".";
  };

  const update = () => {
    const wanted = controls.text.value.trim().toLowerCase();
    const fits = (row, column, control) => control.value === "" || row[column] === Number(control.value);
    shown = data.rows.filter(
      (row) =>
        fits(row, 0, controls.level) &&
        fits(row, 7, controls.rule) &&
        fits(row, 1, controls.file) &&
        (wanted === "" || text(row).includes(wanted)),
    );
    const compare = orders[order.key];
    shown.sort((a, b) => (order.up ? compare(a, b) : compare(b, a)) || byPlace(a, b));
    page = 0;
    draw();
  };

  for (const head of document.querySelectorAll("#findings th")) {
    const key = head.dataset.key;
    head.querySelector("button").addEventListener("click", () => {
      order = { key, up: order.key === key ? !order.up : true };
      for (const other of document.querySelectorAll("#findings th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order.up ? "ascending" : "descending");
      update();
    });
  }
  for (const control of Object.values(controls)) control.addEventListener("input", update);
  const turn = (by) => {
    page += by;
    draw();
    document.getElementById("findings").scrollIntoView();
  };
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  fill(controls.rule, data.rules, used(7));
  fill(controls.file, data.files, used(1));
  update();
  document.documentElement.dataset.ready = "true";
})();
