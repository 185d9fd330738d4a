// Values of maps, strips and trends under the pointer, the finger and the arrow keys, and a choice of
// what is compared. Charts say where their panels lie (`data-scales`, in parts of the drawing); the
// numbers are those of the figure's data file.

const figures = all("main figure.figure[id]");
const drawingOf = (figure) => source(figure.querySelector("picture img"));
const svgOf = (figure) => drawingOf(figure).startsWith("data:image/svg") ? decodeURIComponent(drawingOf(figure).slice(drawingOf(figure).indexOf(",") + 1)) : "";
const scalesOf = (figure) => JSON.parse((svgOf(figure).match(/ data-scales=["']([^"']*)["']/) ?? ["", "[]"])[1]);
// What is found of a drawing is kept until another is shown, as when a window becomes narrow.
const keeping = (figure, find) => {
  let kept = null, of = null;
  return () => {
    const now = picture(figure).currentSrc ?? "";
    if (kept === null || now !== of) [kept, of] = [find(), now];
    return kept;
  };
};
const dataOf = (figure) => {
  const link = figure.querySelector("a.fold[href^='data:text/csv']");
  if (!link) return [];
  const text = decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1)).replace(/^\ufeff/, "");
  const rows = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/g)) {
    rows[rows.length - 1].push(cell.replace(/^"|"$/g, "").replace(/""/g, '"'));
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  const [head, ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
};
const decimalsOf = (figure) => {
  const cells = all("tbody td", figure).map(said).filter((text) => !Number.isNaN(number(text)));
  return Math.max(0, ...cells.map((text) => (text.match(/[.,](\d+)/)?.[1] ?? "").length));
};

// A figure whose points can be reached: `points` gives (x, y, text, element?) in parts of the drawing.
const reachable = (figure, find, nearest) => {
  const shown = figure.querySelector("picture, .drawing svg"), points = keeping(figure, find);
  const here = make("i", {class: "here", hidden: ""}), label = make("span", {class: "value", hidden: "", "aria-hidden": "true"});
  const field = make("div", {class: "values", tabindex: "0", role: "group", "aria-label": `${words.values}: ${titleOf(figure)}`});
  shown.replaceWith(field);
  field.append(shown, here, label);
  let at = -1;
  const show = (point) => {
    for (const each of all(".chosen", field)) each.classList.remove("chosen");
    here.hidden = label.hidden = !point;
    if (!point) return;
    point.element?.classList.add("chosen");
    for (const mark of [here, label]) [mark.style.left, mark.style.top] = [`${100 * point.x}%`, `${100 * point.y}%`];
    label.textContent = point.text;
    label.classList.toggle("left", point.x > 0.45);
  };
  const pointed = (event) => {
    const box = picture(figure).getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    show(nearest(points(), x, y, box, event.target));
  };
  for (const event of ["pointermove", "click"]) field.addEventListener(event, pointed);
  field.addEventListener("pointerleave", () => show(null));
  field.addEventListener("blur", () => show(null));
  field.addEventListener("keydown", (event) => {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    if (event.key === "Escape") show(null);
    if (!step) return;
    event.preventDefault();
    const found = points();
    at = (at + step + found.length) % found.length;
    show(found[at]);
    status.textContent = found[at].text;
  });
};
const close = (points, x, y, box, reach = 60) => {
  const far = (point) => Math.hypot((point.x - x) * box.width, (point.y - y) * box.height);
  const best = points.reduce((a, b) => far(b) < far(a) ? b : a, points[0]);
  return best && far(best) < reach ? best : null;
};
const choice = (figure, options, act) => {
  const answer = make("p", {class: "compared", "aria-live": "polite"});
  const list = make("select", {"aria-label": `${words.compare}: ${titleOf(figure)}`}, make("option", {value: ""}, words.compare),
    ...options.map(([value, name]) => make("option", {value}, name)));
  list.addEventListener("change", () => {
    all(".picked", figure).forEach((mark) => mark.remove());
    const {text, points} = list.value === "" ? {text: "", points: []} : act(list.value);
    answer.textContent = text;
    for (const point of points) {
      const mark = make("i", {class: "picked"});
      [mark.style.left, mark.style.top] = [`${100 * point.x}%`, `${100 * point.y}%`];
      figure.querySelector(".values").append(mark);
    }
  });
  figure.querySelector(".actions").append(list);
  figure.querySelector(".folds").before(answer);
};
const whole = (value, digits) => {
  const shown = Math.abs(Number(value)) >= 1000 ? 0 : digits;
  return {minimumFractionDigits: shown, maximumFractionDigits: shown};
};
const along = ([low, high, start, end], value) => start + (value - low) / (high - low) * (end - start);
const byName = (a, b) => a[1].localeCompare(b[1], words.lang);

const strips = (figure, rows) => {
  const measures = [...new Set(all("tbody tr > th", figure.querySelector("table")).map(said))];
  const ids = [...new Set(rows.map((row) => row.indicator))];
  const value = "value" in rows[0] ? "value" : "index_without_chance";
  const digits = decimalsOf(figure);
  const print = (row) => row && row[value] !== "" ? Number(row[value]).toLocaleString(words.lang, whole(row[value], digits)) : words.missing;
  const place = (row, scale) => ({x: along(scale.slice(0, 4), Number(row[value])), y: along(scale.slice(4), 0.5), top: scale[6], bottom: scale[7],
    text: `${places[row.municipality] ?? row.municipality}: ${print(row)}`});
  const points = () => scalesOf(figure).flatMap((scale, n) => rows.filter((row) => row.indicator === ids[n] && row[value] !== "")
    .map((row) => place(row, scale)).sort((a, b) => a.x - b.x));
  reachable(figure, points, (found, x, y, box) => {
    const row = found.filter((point) => y >= point.top && y <= point.bottom);
    const best = row.length ? row.reduce((a, b) => Math.abs(b.x - x) < Math.abs(a.x - x) ? b : a) : null;
    return best && Math.abs(best.x - x) * box.width < 24 ? best : null;
  });
  const of = (id, code) => rows.find((row) => row.indicator === id && code === row.municipality);
  choice(figure, Object.entries(places).sort(byName), (code) => ({
    text: ids.map((id, n) => `${measures[n] ?? id}: ${places[code]} ${print(of(id, code))}, ${words.name} ${print(of(id, words.code))}`).join(" · "),
    points: scalesOf(figure).flatMap((scale, n) => of(ids[n], code)?.[value] ? [place(of(ids[n], code), scale)] : []),
  }));
};

const trends = (figure, rows) => {
  const digits = decimalsOf(figure);
  const print = (row) => Number(row.value).toLocaleString(words.lang, whole(row.value, digits));
  const name = (row) => row.kind === "own" ? words.name : places[row.series] ?? words.kinds[row.kind] ?? row.series;
  const panels = [...new Set(rows.map((row) => row.panel ?? ""))];
  const known = rows.filter((row) => row.value !== "");
  const place = (row) => {
    const scale = scalesOf(figure)[panels.indexOf(row.panel ?? "")];
    const [low, high] = row.lower && row.upper ? [row.lower, row.upper].map((value) => print({value})) : ["", ""];
    return {x: along(scale.slice(0, 4), Number(row.year)), y: along(scale.slice(4), Number(row.value)),
      text: `${name(row)} ${row.year}: ${print(row)}${low ? ` (${low}\u2013${high})` : ""}`};
  };
  const points = () => known.map(place);
  reachable(figure, points, (found, x, y, box) => close(found, x, y, box));
  const others = [...new Map(known.filter((row) => row.kind !== "own").map((row) => [row.series, name(row)]))].sort(byName);
  if (others.length) choice(figure, others, (series) => {
    // The newest year alone: two years side by side would invite to compare across a break.
    const newest = (kept) => kept.length ? `${kept[kept.length - 1].year} ${print(kept[kept.length - 1])}` : words.missing;
    const own = (row) => row.kind === "own";
    const lines = panels.map((panel) => {
      const here = known.filter((row) => (row.panel ?? "") === panel);
      const that = here.filter((row) => row.series === series);
      return that.length ? `${panel ? panel + ": " : ""}${name(that[0])} ${newest(that)}; ${words.name} ${newest(here.filter(own))}` : "";
    });
    return {text: lines.filter(Boolean).join(" · "), points: known.filter((row) => row.series === series).map(place)};
  });
};

const map = (figure, text) => {
  const image = figure.querySelector("picture img");
  // The page's policy lets no style of a drawing in: its rules are set element by element.
  const rules = new Map([...text.matchAll(/\.(\w+)\{([^}]*)\}/g)].map(([, name, rule]) => [name, rule]));
  const bare = text.replace(/<style>.*?<\/style>/s, "").replace(/ style=/g, " data-style=");
  const drawn = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
  if (drawn.nodeName !== "svg") return;
  const svg = document.importNode(drawn, true);
  for (const element of all("[class], [data-style]", svg)) {
    element.style.cssText = `${rules.get(element.getAttribute("class")) ?? ""};${element.dataset.style ?? ""}`;
    element.removeAttribute("class");
    delete element.dataset.style;
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", image.alt);
  // A title would show a second label beside ours.
  const named = all("g > title", svg).map((title) => [title.parentNode, title.textContent, title.remove()]).sort(byName);
  const still = figure.querySelector("picture");
  still.replaceWith(svg);
  addEventListener("beforeprint", () => svg.replaceWith(still));
  addEventListener("afterprint", () => still.replaceWith(svg));
  const points = () => {
    const whole = svg.getBoundingClientRect();
    return named.map(([element, text]) => {
      const box = element.getBoundingClientRect();
      return {element, text, x: (box.left + box.width / 2 - whole.left) / whole.width, y: (box.top + box.height / 2 - whole.top) / whole.height};
    });
  };
  reachable(figure, points, (found, x, y, box, target) => {
    const point = found.find((each) => each.element.contains(target));
    return point ? {...point, x, y} : null;
  });
};

// A window as narrow as a phone shows phone drawings; paper is wide, and a browser that prints does
// not choose again by itself.
const narrow = all("picture source").map((each) => [each, each.parentNode]);
addEventListener("beforeprint", () => narrow.forEach(([each]) => each.remove()));
addEventListener("afterprint", () => narrow.forEach(([each, picture]) => picture.prepend(each)));

for (const figure of figures) {
  const text = figure.querySelector("picture img") ? svgOf(figure) : "";
  if (text.includes("<title>")) map(figure, text);
  else if (scalesOf(figure).length) {
    const rows = dataOf(figure);
    if (rows.length && "municipality" in rows[0]) strips(figure, rows);
    else if (rows.length && "series" in rows[0]) trends(figure, rows);
  }
}
