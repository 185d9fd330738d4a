// Schelling's model on a torus, as segnb.teaching.schelling has it: who has too few like neighbours
// moves to a random empty home. 1 is group A, 2 group B, 0 nobody.
import { announcer, board, button, fill, formatter, frame, grid, make, select } from "./grid.js";
import { dissimilarity } from "./measures.js";

// Like neighbours and all neighbours of each home, of eight.
export function neighbours(town, side) {
  const like = new Array(town.length).fill(0);
  const all = new Array(town.length).fill(0);
  for (let i = 0; i < town.length; i += 1) {
    if (!town[i]) continue;
    const [row, column] = [Math.floor(i / side), i % side];
    for (const down of [side - 1, 0, 1]) {
      for (const right of [side - 1, 0, 1]) {
        if (!down && !right) continue;
        const other = town[((row + down) % side) * side + ((column + right) % side)];
        if (other) all[i] += 1;
        if (other === town[i]) like[i] += 1;
      }
    }
  }
  return { like, all };
}

export function unhappy(town, side, wish) {
  const { like, all } = neighbours(town, side);
  return town.flatMap((home, i) => (home && like[i] < wish * all[i] ? [i] : []));
}

export function likeShare(town, side) {
  const { like, all } = neighbours(town, side);
  const shares = all.flatMap((n, i) => (n ? [like[i] / n] : []));
  return shares.length ? shares.reduce((a, b) => a + b, 0) / shares.length : null;
}

// D of group A over blocks of block x block homes.
export function blockD(town, side, block) {
  const wide = side / block;
  const [x, t] = [new Array(wide * wide).fill(0), new Array(wide * wide).fill(0)];
  town.forEach((home, i) => {
    const at = Math.floor(Math.floor(i / side) / block) * wide + Math.floor((i % side) / block);
    if (home === 1) x[at] += 1;
    if (home) t[at] += 1;
  });
  return dissimilarity(x, t);
}

export function shuffle(items, random) {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

// One round: all unhappy people, in random order, each to a random empty home. How many moved.
export function round(town, side, wish, random) {
  const movers = shuffle(unhappy(town, side, wish), random);
  const empty = town.flatMap((home, i) => (home ? [] : [i]));
  if (!empty.length) return 0;
  for (const mover of movers) {
    const pick = Math.floor(random() * empty.length);
    [town[empty[pick]], town[mover]] = [town[mover], 0];
    empty[pick] = mover;
  }
  return movers.length;
}

const MOST = 200;

function render({ model, el }) {
  const settings = model.get("settings");
  const { rows: side, block, words, lang } = settings;
  const number = formatter(lang);
  const root = frame({ kind: "schelling", settings, el });
  const heard = announcer();
  const values = board(["round", "unhappy", "like", "D"], words);
  const note = make("p", { class: "segnb-legend", text: words.homes });
  let town = [...model.get("homes")].map(Number);
  let first = [...town];
  let [wish, rounds, running, sending] = [settings.wish, 0, null, null];
  let [around, restless] = [null, new Set()];

  const groups = [words.empty, "A", "B"];
  const squares = grid({
    rows: side, columns: side, label: words.model_label,
    act: (i, how) => {
      if (how === "drag") return;
      town[i] = (town[i] + 1) % 3;
      changed();
    },
    describe: (i) => {
      const [row, column] = [Math.floor(i / side), i % side];
      const place = { row: row + 1, column: column + 1, group: groups[town[i]], like: around.like[i], all: around.all[i] };
      const sad = restless.has(i);
      const edge = (row && row % block === 0 ? " segnb-top" : "") + (column && column % block === 0 ? " segnb-left" : "");
      return {
        name: fill(town[i] ? words.resident : words.vacant, place) + (sad ? `, ${words.sad}` : ""),
        class: ["segnb-empty", "segnb-a", "segnb-b"][town[i]] + (sad ? " segnb-sad" : "") + edge,
      };
    },
  });

  function changed() {
    around = neighbours(town, side);
    restless = new Set(unhappy(town, side, wish));
    squares.paintAll();
    const [D, like] = [blockD(town, side, block), likeShare(town, side)];
    const texts = {
      round: number(rounds, 0), unhappy: number(restless.size, 0),
      like: like === null ? words.none : number(like), D: D === null ? words.none : number(D),
    };
    values.show(texts);
    step.disabled = finish.disabled = !restless.size && running === null;
    heard.say(["round", "unhappy", "like", "D"].map((name) => `${words.short[name]} ${texts[name]}`).join(", "));
    clearTimeout(sending);
    sending = setTimeout(() => { model.set("homes", town.join("")); model.save_changes(); }, 150);
  }

  function once() {
    const moved = round(town, side, wish, Math.random);
    if (moved) rounds += 1;
    return moved;
  }
  function stop() {
    clearInterval(running);
    running = null;
    finish.textContent = words.finish;
  }
  // A moving picture only for those who have not asked their machine for less motion.
  function run() {
    if (running !== null) { stop(); changed(); return; }
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      while (rounds < MOST && once());
      changed();
      return;
    }
    finish.textContent = words.stop;
    running = setInterval(() => {
      if (rounds >= MOST || !once()) stop();
      changed();
    }, 150);
  }
  const begin = (next) => () => { stop(); rounds = 0; town = [...next()]; first = [...town]; changed(); };

  const step = button(words.step, () => { once(); changed(); });
  const finish = button(words.finish, run);
  const wishes = settings.wishes.map((share) => [String(share), `${number(100 * share, share === 0.375 || share === 0.625 ? 1 : 0)} %`]);
  const wishing = select(words.wish, wishes, (value) => { wish = Number(value); changed(); });
  wishing.field.value = String(wish);
  root.append(make("div", { class: "segnb-controls" }, wishing.element, step, finish,
    button(words.restart, begin(() => first)), button(words.new_town, begin(() => shuffle([...first], Math.random)))),
  squares.element, note, values.element, make("p", { class: "segnb-keys", text: words.model_keys }), heard.element);
  changed();
}

export default { render };
