"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { duties, quotes, rows } = data;
  const find = (id) => document.getElementById(id);
  const app = find("app"), grid = find("grid"), head = find("head"), body = find("body"), drill = find("drill");
  const said = app.dataset;
  app.hidden = false;
  app.style.setProperty("--top", document.querySelector("header").offsetHeight + "px");
  const make = (tag, name, text) => {
    const it = document.createElement(tag);
    if (name) it.className = name;
    if (text !== undefined) it.textContent = text;
    return it;
  };
  // A row: its words for filtering, and its cells by column.
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const state = (row) => [row[2], row[3]].filter(Boolean).join(": ");
  const all = rows.map((row) => {
    const cells = new Map(row[8].map((cell) => [cell[0], cell]));
    const located = row[8].filter((cell) => cell[1].length).length;
    return { row, cells, located, words: fold(state(row) + " " + row[0] + " " + row[1]) };
  });
  const ROW = 30;
  let shown = all, chosen = null;
  // Head.
  head.append(make("div", "name"));
  const columns = duties.map(([id, title]) => {
    const it = make("div", "col", id);
    it.title = id + " " + title;
    it.setAttribute("role", "columnheader");
    head.append(it);
    return it;
  });
  // Choices.
  duties.forEach(([id, title], at) => {
    const option = make("option", "", id + " " + title);
    option.value = at;
    find("duty").append(option);
  });
  [...new Set(rows.map((row) => row[4]))].filter(Boolean).sort().forEach((code) => {
    find("language").append(make("option", "", code));
  });
  if (find("language").options.length < 3) find("language").parentElement.hidden = true;
  // Rows: those in sight alone stand in the page.
  const drawn = new Map();
  const short = { met: "m", partial: "p", absent: "–", conflict: "c" };
  const draw = (at) => {
    const it = shown[at], line = make("div", "row");
    line.style.top = at * ROW + "px";
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", at + 2);
    const name = make("div", "name");
    name.setAttribute("role", "rowheader");
    name.append(make("span", "state", state(it.row) || "–"), " ");
    const title = make("bdi", "", it.row[0]);
    if (it.row[4]) title.lang = it.row[4];
    name.append(title);
    name.title = [state(it.row), it.row[0], it.row[1], it.row[6]].filter(Boolean).join(" · ");
    if (it.row[9].length) name.append(" ⚖" + it.row[9].length);
    line.append(name);
    duties.forEach(([id], column) => {
      const cell = it.cells.get(column), has = cell && cell[1].length;
      const box = make(has ? "button" : "div", "cell" + (cell && cell[2] ? " gr" : ""), cell && cell[2] ? short[cell[2]] : has ? "●" : "");
      box.setAttribute("role", "gridcell");
      if (has) {
        box.type = "button";
        box.title = id;
        box.setAttribute("aria-label", id + ", " + it.row[0]);
        box.setAttribute("aria-pressed", String(!!chosen && chosen[0] === it && chosen[1] === column));
        box.addEventListener("click", () => tell(it, column, box));
      }
      line.append(box);
    });
    return line;
  };
  const paint = () => {
    const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - 8);
    const last = Math.min(shown.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + 8);
    for (const [at, line] of drawn) {
      if (at < first || at >= last) {
        line.remove();
        drawn.delete(at);
      }
    }
    for (let at = first; at < last; at++) {
      if (!drawn.has(at)) {
        const line = draw(at);
        drawn.set(at, line);
        body.append(line);
      }
    }
  };
  const again = () => {
    drawn.forEach((line) => line.remove());
    drawn.clear();
    body.style.height = shown.length * ROW + "px";
    grid.setAttribute("aria-rowcount", shown.length + 1);
    find("count").textContent = said.shown.replace("{n}", shown.length).replace("{x}", all.length);
    paint();
  };
  const collator = new Intl.Collator();
  const orders = {
    title: (a, b) => collator.compare(a.row[0], b.row[0]),
    year: (a, b) => (b.row[5] || 0) - (a.row[5] || 0),
    located: (a, b) => b.located - a.located,
  };
  const choose = () => {
    const words = fold(find("words").value).split(/\s+/).filter(Boolean);
    const duty = find("duty").value, language = find("language").value, order = orders[find("order").value];
    shown = all.filter((it) =>
      words.every((word) => it.words.includes(word)) &&
      (language === "" || it.row[4] === language) &&
      (duty === "" || (it.cells.get(+duty) || [0, []])[1].length));
    if (order) shown = shown.slice().sort(order);
    columns.forEach((it, at) => it.classList.toggle("here", duty !== "" && at === +duty));
    grid.scrollTop = 0;
    again();
  };
  const tell = (it, column, box) => {
    body.querySelectorAll("[aria-pressed=true]").forEach((other) => other.setAttribute("aria-pressed", "false"));
    box.setAttribute("aria-pressed", "true");
    chosen = [it, column];
    const [id, title] = duties[column], places = it.cells.get(column)[1];
    const list = make("dl");
    for (let at = 0; at < places.length; at += 3) {
      const [label, quote, act] = [0, 1, 2].map((next) => quotes[places[at + next]]);
      const where = make("dt"), what = make("dd");
      where.append(make("bdi", "", act ? act + ", " + label : label));
      const words = make("bdi", "", quote);
      if (it.row[4]) words.lang = where.lang = it.row[4];
      what.append(words);
      list.append(where, what);
    }
    drill.replaceChildren(make("h2", "", [state(it.row), it.row[0]].filter(Boolean).join(" · ")), make("p", "quiet", id + " " + title), list);
    if (it.row[1]) drill.append(make("p", "quiet small", [it.row[1], it.row[6]].filter(Boolean).join(" · ")));
    if (it.row[9].length) {
      const cases = make("dl");
      it.row[9].forEach(([date, court, name, outcome, source]) => {
        cases.append(make("dt", "", [date, court, name].filter(Boolean).join(", ")), make("dd", "", [outcome, source].filter(Boolean).join(" · ")));
      });
      drill.append(make("h2", "", said.decisions), cases);
    }
    drill.scrollTop = 0;
    // The words took room from the grid.
    paint();
  };
  let waiting = false;
  grid.addEventListener("scroll", () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(() => { waiting = false; paint(); });
    }
  });
  addEventListener("resize", paint);
  ["words", "duty", "language", "order"].forEach((id) => find(id).addEventListener("input", choose));
  find("controls").addEventListener("submit", (event) => event.preventDefault());
  choose();
})();
