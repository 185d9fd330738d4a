// What the page gains with script: search for an area, values under the pointer, tables that sort
// and filter, copies and downloads. Without it everything is there to read. No request leaves it.
const words = JSON.parse(document.getElementById("segnb-words").textContent);
const places = words.places;
const all = (what, within = document) => [...within.querySelectorAll(what)];
const make = (tag, attributes = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const seen = (node) => !node.classList?.contains("unseen");
const said = (element) => [...element?.childNodes ?? []].filter(seen).map((node) => node.textContent)
  .join("").replace(/[ \t\n\r]+/g, " ").trim();
const number = (text) => {
  const found = text.replace(/[\u202f\u00a0 ]/g, "").replace("\u2212", "-").replace(",", ".").match(/^[+-]?\d+(\.\d+)?/);
  return found ? Number(found[0]) : NaN;
};
const button = (text, act, label = "") => make("button", {type: "button", ...(label ? {"aria-label": label} : {}), on: {click: act}}, text);
const status = make("p", {role: "status", class: "told"});
document.body.append(status);
let fading = 0;
const tell = (text) => {
  status.textContent = text;
  status.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => status.classList.remove("shown"), 4000);
};
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const box = make("textarea", {}, text);
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  tell(words.copied);
};
const save = (address, name) => {
  const link = make("a", {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
};
const here = (id) => location.href.split("#")[0] + "#" + id;

// -- figures: link, drawing as SVG and PNG

const picture = (figure) => figure.querySelector("picture img, .drawing svg");
const source = (image) => image.currentSrc || image.src;
const titleOf = (figure) => said(figure.querySelector("figcaption .h3"));
const asPng = (figure, shown) => {
  const canvas = make("canvas", {width: 2 * shown.width, height: 2 * shown.height});
  const brush = canvas.getContext("2d");
  const image = new Image();
  image.onload = () => {
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"), figure.id + ".png");
  };
  image.src = source(shown);
};
for (const figure of all("main figure.figure[id]")) {
  const image = figure.querySelector("picture img");
  const title = titleOf(figure);
  const named = (word) => `${word}: ${title}`;
  const row = make("p", {class: "actions"});
  row.append(button(words.link, () => copy(`${title}\n${here(figure.id)}`), named(words.link)));
  if (image && source(image).startsWith("data:image/svg"))
    row.append(button("SVG", () => save(source(image), figure.id + ".svg"), named("SVG")));
  if (image) row.append(button("PNG", () => asPng(figure, image), named("PNG")));
  figure.querySelector(".folds").append(row);
}
for (const finding of all("main article.finding[id]")) {
  const title = said(finding.querySelector(".h3"));
  const text = () => [
    title + ".", said(finding.querySelector(".says > p")),
    `${said(finding.querySelector(".doubt b"))}: ${said(finding.querySelector(".doubt span span"))}.`,
    words.cite, here(finding.id),
  ].join("\n");
  finding.append(make("p", {class: "actions"}, button(words.copy, () => copy(text()), `${words.copy}: ${title} (${finding.id.match(/\d+$/) ?? ""})`)));
}

// -- areas that tables name, read before a long table shows a part of its rows

const areas = new Map();
for (const figure of all("main figure.figure[id], main .table[id]")) {
  for (const table of all("table", figure)) {
    const heads = all("thead th", table).map(said);
    if (!heads.length || !/^(RegSO|DeSO) \d{4}\b/.test(heads[0]) && !words.families.includes(heads[0])) continue;
    const caption = said(table.querySelector("caption .subtitle")) || said(table.caption);
    const lines = [...table.tBodies].flatMap((body) => [...body.rows]);
    for (const row of lines) {
      const cells = [...row.cells].map(said), name = cells[0].replace(/^[1-5] /, "");
      if (!name || row.className || cells.length < 2 || cells.includes("")) continue; // the rest has no value of its own
      if (!areas.has(name)) areas.set(name, []);
      areas.get(name).push({heads, cells, caption, lines, at: figure.id, title: titleOf(figure) || caption});
    }
  }
}

// -- tables sort, filter and page

const PAGE = 25, FILTERED = 12;
for (const table of all("main .scroll > table")) {
  const bodies = all(":scope > tbody", table);
  if (bodies.length !== 1 || bodies[0].rows.length < 3 || table.querySelector("[colspan]")) continue;
  const body = bodies[0], rows = [...body.rows], heads = all("thead th", table);
  const total = rows.filter((row) => /\b(total|own)\b/.test(row.className));
  let order = rows.filter((row) => !total.includes(row)), wanted = "", first = 0;
  const more = make("p", {class: "pages"});
  const show = () => {
    const kept = order.filter((row) => said(row).toLowerCase().includes(wanted));
    const paged = kept.length > 2 * PAGE;
    body.replaceChildren(...(paged ? kept.slice(first, first + PAGE) : kept), ...total);
    more.replaceChildren();
    if (!paged) return;
    const last = Math.min(first + PAGE, kept.length);
    more.append(fill(words.rows, {first: first + 1, last, of: kept.length}));
    if (first > 0) more.append(button(words.earlier, () => { first -= PAGE; show(); }));
    if (last < kept.length) more.append(button(words.later, () => { first += PAGE; show(); }));
  };
  heads.forEach((head, column) => {
    const text = said(head);
    if (!text) return;
    const key = (row) => said(row.cells[column]);
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      order.sort((a, b) => {
        const [x, y] = [key(a), key(b)], [m, n] = [number(x), number(y)];
        const by = Number.isNaN(m) || Number.isNaN(n) ? (Number.isNaN(m) - Number.isNaN(n)) || x.localeCompare(y, words.lang) : m - n;
        return down ? -by : by;
      });
      first = 0;
      show();
    };
    const inside = [...head.childNodes];
    const sorter = button("", sort, `${fill(words.sort, {column: text})} (${said(table.querySelector("caption b"))})`);
    sorter.className = "sort";
    sorter.append(...inside);
    head.append(sorter);
  });
  const box = table.parentNode;
  if (rows.length > FILTERED) {
    const field = make("input", {type: "search", placeholder: words.filter, "aria-label": `${words.filter}: ${said(table.caption)}`});
    field.addEventListener("input", () => { wanted = field.value.toLowerCase(); first = 0; show(); });
    box.before(make("p", {class: "filter"}, field));
  }
  box.after(more);
  show();
  addEventListener("beforeprint", () => body.replaceChildren(...order, ...total));
  addEventListener("afterprint", show);
}

// -- my area: all that the tables say of it, with both ends

const range = (found, column) => {
  const same = found.lines.map((row) => [...row.cells].map(said))
    .filter((cells) => cells.length === found.cells.length && (found.cells.length < 3 || column !== found.cells.length - 1 || !Number.isNaN(number(found.cells[1])) || cells[1] === found.cells[1]));
  const values = same.map((cells) => cells[column]).filter((text) => !Number.isNaN(number(text)));
  values.sort((a, b) => number(a) - number(b));
  return values.length > 1 ? fill(words.ends, {low: values[0], high: values[values.length - 1]}) : "";
};
if (areas.size > 1) {
  const list = make("datalist", {id: "segnb-areas"}, ...[...areas.keys()].sort((a, b) => a.localeCompare(b, words.lang)).map((name) => make("option", {value: name})));
  const field = make("input", {type: "search", id: "segnb-area", list: "segnb-areas", autocomplete: "off"});
  const answer = make("div", {class: "my-area", id: "my-area", tabindex: "-1"});
  const show = (name) => {
    const found = areas.get(name);
    answer.replaceChildren();
    if (!found) {
      if (name) answer.append(make("p", {}, words.no_area));
      return;
    }
    const rows = found.flatMap((each) => {
      const measured = each.cells.length === 3 && Number.isNaN(number(each.cells[1]));
      return each.cells.slice(measured ? 2 : 1).map((cell, n) => {
        const column = n + (measured ? 2 : 1);
        const head = each.heads[column];
        const what = measured ? each.cells[1] : head === words.share ? each.title.split(":")[0] : head;
        return make("tr", {}, make("th", {scope: "row"}, make("a", {href: "#" + each.at}, what)),
          make("td", {}, cell), make("td", {}, range(each, column)), make("td", {class: "left"}, each.title));
      });
    });
    answer.append(
      make("h2", {class: "h3"}, name),
      make("div", {class: "scroll", role: "region", tabindex: "0", "aria-label": name},
        make("table", {}, make("caption", {}, make("b", {}, fill(words.area_table, {area: name}))),
          make("thead", {}, make("tr", {}, ...words.area_heads.map((head) => make("th", {scope: "col"}, head)))),
          make("tbody", {}, ...rows))),
      make("p", {class: "actions"}, button(words.link, () => copy(here("area=" + encodeURIComponent(name))))));
  };
  field.addEventListener("change", () => { show(field.value.trim()); answer.focus(); });
  const hint = make("p", {class: "source"}, fill(words.area_hint, {count: areas.size}));
  const box = make("search", {class: "find-area", "aria-label": words.area},
    make("label", {for: "segnb-area"}, words.area), field, list, hint, answer);
  const opening = document.querySelector("main .chapter .facts") ?? document.querySelector("main h1");
  opening.after(box);
  const chapters = document.querySelector("nav.chapters ol");
  if (chapters) chapters.append(make("li", {}, make("a", {href: "#segnb-area"}, words.area)));
  const named = () => {
    const found = location.hash.match(/^#area=(.+)$/);
    if (!found) return;
    field.value = decodeURIComponent(found[1]);
    show(field.value);
    answer.focus();
  };
  addEventListener("hashchange", named);
  named();
}
