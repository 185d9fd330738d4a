// The town grid: homes of group A or B in districts; a click moves somebody in, and the measures
// follow at once.
import { announcer, board, button, fill, formatter, frame, grid, make, select } from "./grid.js";
import { MEASURES, whyNot } from "./measures.js";

// People of A (x) and homes (t) of each district.
export function districts(homes, { columns, district }) {
  const [down, across] = district;
  const wide = columns / across;
  const [x, t] = [[], []];
  homes.forEach((home, i) => {
    const at = Math.floor(Math.floor(i / columns) / down) * wide + Math.floor((i % columns) / across);
    x[at] = (x[at] ?? 0) + home;
    t[at] = (t[at] ?? 0) + 1;
  });
  return { x, t, wide };
}

export function districtOf(i, { columns, district: [down, across] }) {
  return Math.floor(Math.floor(i / columns) / down) * (columns / across)
    + Math.floor((i % columns) / across);
}

// A home of each group, chosen by chance, change places; nothing happens where a group is absent.
export function swapTwo(homes, random) {
  const [ours, theirs] = [1, 0].map((kind) => homes.flatMap((home, i) => (home === kind ? [i] : [])));
  if (!ours.length || !theirs.length) return;
  const [a, b] = [ours, theirs].map((from) => from[Math.floor(random() * from.length)]);
  [homes[a], homes[b]] = [0, 1];
}

// So many of A in a district: homes turn in the order in which they lie.
export function settle(homes, settings, which, wanted) {
  const inside = homes.flatMap((_, i) => (districtOf(i, settings) === which ? [i] : []));
  let gap = wanted - inside.filter((i) => homes[i]).length;
  for (const i of inside) {
    if (gap > 0 && !homes[i]) { homes[i] = 1; gap -= 1; }
    else if (gap < 0 && homes[i]) { homes[i] = 0; gap += 1; }
  }
}

const letters = (i) => String.fromCharCode(97 + i);

function render({ model, el }) {
  const settings = model.get("settings");
  const { rows, columns, district, words, shows, tools, lang } = settings;
  const number = formatter(lang);
  const root = frame({ kind: "town", settings, el });
  const heard = announcer();
  const values = board(shows, words);
  const people = make("p", { class: "segnb-legend" });
  let homes = [...model.get("homes")].map(Number);
  let drawing = 1;
  let sending;

  const squares = grid({
    rows, columns, label: words.town_label,
    act: (i, how) => {
      if (how === "drag" && homes[i] === drawing) return;
      drawing = how === "drag" ? drawing : 1 - homes[i];
      homes[i] = drawing;
      changed([i]);
    },
    describe: (i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const kind = homes[i] ? "segnb-a" : "segnb-b";
      const edge = (row && row % district[0] === 0 ? " segnb-top" : "")
        + (column && column % district[1] === 0 ? " segnb-left" : "");
      const name = fill(words.home, {
        row: row + 1, column: column + 1, area: letters(districtOf(i, settings)), group: homes[i] ? "A" : "B",
      });
      return { name, class: kind + edge };
    },
  });

  const table = countTable();
  function showValues() {
    const { x, t, wide } = districts(homes, settings);
    const reason = whyNot(x, t);
    const texts = {};
    for (const name of shows) {
      const value = MEASURES[name](x, t, wide);
      const isNone = value === null || Number.isNaN(value);
      texts[name] = isNone ? words.none : number(value, name === "swaps" ? Number(!Number.isInteger(value)) : 3);
    }
    values.show(texts);
    const A = x.reduce((a, b) => a + b, 0);
    people.textContent = fill(words.people, { A, all: homes.length }) + (reason ? ` ${words.reasons[reason]}` : "");
    table.show(x);
    heard.say(`${shows.map((name) => `${words.short[name]} ${texts[name]}`).join(", ")}. ${reason ? words.reasons[reason] : ""}`);
  }

  function changed(which) {
    if (which) which.forEach(squares.paint);
    else squares.paintAll();
    showValues();
    clearTimeout(sending);
    sending = setTimeout(() => {
      model.set("homes", homes.join(""));
      model.save_changes();
    }, 150);
  }

  function countTable() {
    const { x, t } = districts(homes, settings);
    const fields = x.map((_, at) => make("input", {
      type: "number", min: 0, max: t[at], inputmode: "numeric",
      on: { change: (event) => {
        const wanted = Math.round(Number(event.target.value));
        settle(homes, settings, at, Math.min(t[at], Math.max(0, wanted || 0)));
        changed();
      } },
    }));
    const labels = fields.map((field, at) => make("label", { text: fill(words.area, { area: letters(at) }) }, field));
    const element = make("details", { class: "segnb-counts" }, make("summary", { text: words.type_counts }),
      make("div", { class: "segnb-fields" }, ...labels));
    return { element, show: (now) => fields.forEach((field, at) => { field.value = now[at]; }) };
  }

  const controls = make("div", { class: "segnb-controls" });
  const patterns = Object.keys(settings.patterns);
  let pattern = patterns[0];
  const restart = () => { homes = [...settings.patterns[pattern]].map(Number); changed(); };
  if (patterns.length > 1) {
    const choose = (name) => { pattern = name; restart(); };
    controls.append(select(words.pattern, patterns.map((name) => [name, words.patterns[name]]), choose).element);
  }
  const shuffled = (times) => () => {
    for (let n = 0; n < times; n += 1) swapTwo(homes, Math.random);
    changed();
  };
  const more = () => {
    const { x, t } = districts(homes, settings);
    x.forEach((n, at) => settle(homes, settings, at, Math.min(t[at], n + 1)));
    changed();
  };
  const acts = { swap: shuffled(1), swaps: shuffled(100), more };
  for (const tool of tools) controls.append(button(words.tools[tool], acts[tool]));
  controls.append(button(words.restart, restart));

  root.append(controls, squares.element, people, values.element, table.element,
    make("p", { class: "segnb-keys", text: words.keys }), heard.element);
  squares.paintAll();
  showValues();
  model.on("change:homes", () => {
    if (model.get("homes") === homes.join("")) return;
    homes = [...model.get("homes")].map(Number);
    squares.paintAll();
    showValues();
  });
}

export default { render };
