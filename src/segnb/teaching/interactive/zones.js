// Re-zoning: the people of each square stay where they are, and the borders around them move.
import { announcer, board, button, fill, formatter, frame, grid, make, select } from "./grid.js";
import { dissimilarity, whyNot } from "./measures.js";

// People of A (x) and of all (t) in each zone, in the order in which zones first appear.
export function joined(zones, people, each) {
  const names = [...new Set(zones)];
  const x = names.map((name) => people.reduce((total, n, i) => total + (zones[i] === name ? n : 0), 0));
  const t = names.map((name) => each * zones.filter((zone) => zone === name).length);
  return { names, x, t };
}

export function parse(state) {
  const [pattern, zones] = state.split("|");
  return { pattern, zones: zones.split(",").map(Number) };
}

function render({ model, el }) {
  const settings = model.get("settings");
  const { rows, columns, each, most, words, lang } = settings;
  const number = formatter(lang);
  const root = frame({ kind: "zones", settings, el });
  const heard = announcer();
  const values = board(["D", "zones"], words);
  const note = make("p", { class: "segnb-legend" });
  let { pattern, zones } = parse(model.get("homes"));
  let brush = 1;
  let sending;
  const people = () => settings.patterns[pattern];

  const squares = grid({
    rows, columns, label: words.zones_label,
    act: (i, how) => {
      if (how === "drag" && zones[i] === brush) return;
      zones[i] = brush;
      changed();
    },
    describe: (i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const cut = (row && zones[i - columns] !== zones[i] ? " segnb-cut-top" : "")
        + (column && zones[i - 1] !== zones[i] ? " segnb-cut-left" : "");
      const name = fill(words.square, { row: row + 1, column: column + 1, A: people()[i], all: each, zone: zones[i] });
      return { name, class: (people()[i] * 2 > each ? "segnb-a" : "segnb-b") + cut, text: String(zones[i]) };
    },
  });

  function showValues() {
    const { names, x, t } = joined(zones, people(), each);
    const D = dissimilarity(x, t);
    const reason = whyNot(x, t);
    values.show({ D: D === null ? words.none : number(D), zones: number(names.length, 0) });
    note.textContent = fill(words.squares, { high: Math.max(...people()), low: Math.min(...people()), all: each })
      + (reason ? ` ${words.reasons[reason]}` : "");
    heard.say(`D ${D === null ? words.none : number(D)}, ${words.short.zones} ${names.length}`);
  }

  function changed() {
    squares.paintAll();
    showValues();
    clearTimeout(sending);
    sending = setTimeout(() => {
      model.set("homes", `${pattern}|${zones.join(",")}`);
      model.save_changes();
    }, 150);
  }

  const towns = Object.keys(settings.patterns).map((name) => [name, words.patterns[name]]);
  const town = select(words.town, towns, (name) => { pattern = name; changed(); });
  town.field.value = pattern;
  const zonings = Object.keys(settings.zonings).map((name) => [name, words.zonings[name]]);
  let zoning = zonings[0][0];
  const divide = (name) => { zoning = name; zones = [...settings.zonings[name]]; changed(); };
  const brushes = Array.from({ length: most }, (_, i) => [String(i + 1), fill(words.zone, { zone: i + 1 })]);
  const brushing = select(words.brush, brushes, (value) => { brush = Number(value); });
  squares.element.addEventListener("keydown", (event) => {
    const wanted = Number(event.key);
    if (!(wanted >= 1 && wanted <= most)) return;
    brush = wanted;
    brushing.field.value = event.key;
    heard.say(fill(words.zone, { zone: wanted }));
  });
  const controls = make("div", { class: "segnb-controls" }, town.element,
    select(words.zoning, zonings, divide).element, brushing.element, button(words.restart, () => divide(zoning)));
  root.append(controls, squares.element, note, values.element,
    make("p", { class: "segnb-keys", text: words.zone_keys }), heard.element);
  squares.paintAll();
  showValues();
}

export default { render };
