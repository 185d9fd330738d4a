// Up to five municipalities that the reader picks: lines over years, where they lie among all, and
// the same as a table. What is chosen stands in the address, so that it can be sent to others.
"use strict";
(() => {
  const { latest, number, interval, say, svg, state, keep, site, of } = window.segnb;
  const MOST = 5, PAINTS = site.paints, DASHES = ["", "7 3", "2 3", "10 3 2 3", "5 2"];
  const form = document.querySelector(".choose"), input = document.querySelector("#place");
  const select = document.querySelector("#indicator"), list = document.querySelector(".chosen");
  const told = document.querySelector("#told"), section = document.querySelector(".shown");
  const codes = new Map(site.names.map((name, place) => [name.toLowerCase(), site.codes[place]]));
  let chosen = [];
  form.hidden = false;
  const nameOf = (code) => site.names[of.get(code)];

  function choose(code) {
    if (!code) told.textContent = say("unknown", { name: input.value });
    else if (chosen.includes(code)) told.textContent = say("already", { name: nameOf(code) });
    else if (chosen.length === MOST) told.textContent = say("full", { most: MOST });
    else {
      chosen.push(code);
      input.value = "";
      told.textContent = say("added", { name: nameOf(code) });
      render();
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = input.value.trim();
    choose(codes.get(wanted.toLowerCase()) || (of.has(wanted) ? wanted : ""));
  });
  select.addEventListener("change", () => render());
  document.querySelector(".copy").addEventListener("click", () => {
    const link = document.querySelector("#link");
    link.select();
    const copied = navigator.clipboard ? navigator.clipboard.writeText(link.value) : null;
    if (!copied) document.execCommand("copy");
    told.textContent = say("copied", {});
  });

  function listChosen() {
    list.hidden = !chosen.length;
    list.replaceChildren(...chosen.map((code) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button";
      button.textContent = `${nameOf(code)} \u00d7`;
      button.setAttribute("aria-label", say("remove", { name: nameOf(code) }));
      button.addEventListener("click", () => {
        chosen = chosen.filter((one) => one !== code);
        told.textContent = say("removed", { name: nameOf(code) });
        render();
        (list.querySelector("button") || input).focus();
      });
      item.append(button);
      return item;
    }));
  }

  async function render() {
    listChosen();
    keep({ m: chosen.join(","), i: select.value });
    section.hidden = !chosen.length;
    if (!chosen.length) return;
    section.setAttribute("aria-busy", "true");
    const piece = await latest(select.value);
    if (!piece) return;
    document.querySelector(".what").textContent = `${piece.name}, ${piece.unit}`;
    document.querySelector(".definition").textContent = piece.definition;
    document.querySelector(".source").textContent = say("source", { source: piece.source });
    document.querySelector("#link").value = location.href;
    document.querySelector(".trend").hidden = piece.years.length < 2;
    if (piece.years.length > 1) {
      document.querySelector(".trend .plot").replaceChildren(trend(piece));
    }
    document.querySelector(".strip .plot").replaceChildren(strip(piece));
    table(piece);
    section.removeAttribute("aria-busy");
  }

  const series = (piece, code) => piece.years.map((year, n) => ({
    year, value: code ? piece.values[n][of.get(code)] : piece.nation[n],
  }));

  // Values between two breaks; a line is never drawn across one.
  function parts(piece, points) {
    const found = [];
    let last = null;
    for (const point of points.filter((one) => one.value !== null)) {
      const cut = last && piece.breaks.some((year) => last.year < year && year <= point.year);
      if (!last || cut) found.push([]);
      found[found.length - 1].push(point);
      last = point;
    }
    return found;
  }

  function ticks(low, high, count) {
    const rough = (high - low || 1) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough);
    const made = [];
    for (let at = Math.floor(low / step) * step; at < high + step; at += step) made.push(at);
    return made;
  }

  // Labels at the ends of lines, moved apart so that none covers another.
  function apart(labels, gap, bottom) {
    labels.sort((a, b) => a.y - b.y);
    labels.forEach((label, n) => {
      if (n) label.y = Math.max(label.y, labels[n - 1].y + gap);
    });
    const over = labels.length ? labels[labels.length - 1].y - bottom : 0;
    if (over > 0) labels.forEach((label) => { label.y -= over; });
  }

  const widthOf = (place) => Math.max(300, Math.min(place.clientWidth || 820, 900));

  function trend(piece) {
    const wide = widthOf(document.querySelector(".trend")), narrow = wide < 560;
    const height = 340, left = 52, right = narrow ? 20 : 190, top = 14, bottom = height - 30;
    const lines = [...chosen.map((code) => ({ name: nameOf(code), points: series(piece, code) })),
      { name: say("nation", {}), points: series(piece, null), nation: true }];
    const values = lines.flatMap((line) => line.points.map((one) => one.value))
      .filter((value) => value !== null);
    const steps = ticks(Math.min(...values), Math.max(...values), 5);
    const years = piece.years, first = years[0], last = years[years.length - 1];
    const x = (year) => left + ((year - first) / (last - first || 1)) * (wide - left - right);
    const low = steps[0], high = steps[steps.length - 1];
    const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - top);
    const root = svg("svg", { viewBox: `0 0 ${wide} ${height}`, width: wide, height, role: "img" });
    root.append(svg("title", {}, say("trend_alt", {
      name: piece.name, places: chosen.map(nameOf).join(", "), first, last,
    })));
    const decimals = steps.some((one) => one % 1) ? 1 : 0;
    for (const at of steps) {
      root.append(svg("line", { class: "grid", x1: left, x2: wide - right, y1: y(at), y2: y(at) }));
      root.append(svg("text", { x: left - 8, y: y(at) + 4, "text-anchor": "end" },
        number(at, decimals)));
    }
    const every = Math.ceil(years.length / (narrow ? 4 : 9));
    years.filter((_, n) => n % every === 0).forEach((year) => root.append(
      svg("text", { x: x(year), y: height - 8, "text-anchor": "middle" }, year)));
    for (const year of piece.breaks.filter((one) => one > first && one <= last)) {
      const at = x(year - 0.5);
      root.append(svg("line", { class: "break", x1: at, x2: at, y1: top, y2: bottom }));
      root.append(svg("text", { x: at + 4, y: top + 10 }, say("break", { year })));
    }
    const labels = [];
    lines.forEach((line, n) => {
      const paint = line.nation ? site.nation_paint : PAINTS[n];
      for (const part of parts(piece, line.points)) {
        const points = part.map((one) => `${x(one.year).toFixed(1)},${y(one.value).toFixed(1)}`);
        root.append(svg("polyline", { class: "line", points: points.join(" "), stroke: paint,
          "stroke-dasharray": line.nation ? "1 3" : DASHES[n] }));
        if (part.length === 1) {
          const [one] = part;
          root.append(svg("circle", { cx: x(one.year), cy: y(one.value), r: 3, fill: paint }));
        }
      }
      const end = line.points.filter((one) => one.value !== null).pop();
      if (end) labels.push({ text: line.name, y: y(end.value) + 4, paint, n, nation: line.nation });
    });
    if (narrow) {
      root.setAttribute("viewBox", `0 0 ${wide} ${height + 20 * labels.length}`);
      root.setAttribute("height", height + 20 * labels.length);
      labels.forEach((label, n) => key(root, label, left, height + 14 + 20 * n));
    } else {
      apart(labels, 17, bottom);
      labels.forEach((label) => key(root, label, wide - right + 8, label.y));
    }
    return root;
  }

  function key(root, label, at, y) {
    root.append(svg("line", { class: "line", x1: at, x2: at + 22, y1: y - 4, y2: y - 4,
      stroke: label.paint, "stroke-dasharray": label.nation ? "1 3" : DASHES[label.n] }));
    root.append(svg("text", { x: at + 28, y }, label.text));
  }

  function strip(piece) {
    const wide = widthOf(document.querySelector(".strip")), left = 14, right = 20;
    const row = piece.years.indexOf(piece.year), all = piece.values[row];
    const known = all.filter((value) => value !== null);
    const steps = ticks(Math.min(...known), Math.max(...known), wide < 560 ? 4 : 7);
    const low = steps[0], high = steps[steps.length - 1];
    const x = (value) => left + ((value - low) / (high - low)) * (wide - left - right);
    const marks = chosen.map((code, n) => ({ code, n, value: all[of.get(code)] }))
      .filter((one) => one.value !== null).sort((a, b) => a.value - b.value);
    const base = 22 * marks.length + 40, height = base + 28;
    const root = svg("svg", { viewBox: `0 0 ${wide} ${height}`, width: wide, height, role: "img" });
    root.append(svg("title", {}, say("strip_alt", {
      name: piece.name, year: piece.year, count: known.length,
      values: marks.map((one) => `${nameOf(one.code)} ${number(one.value, piece.decimals)}`)
        .join(", "),
    })));
    for (const value of known) {
      root.append(svg("line", { class: "tick", x1: x(value), x2: x(value), y1: base - 22, y2: base }));
    }
    const decimals = steps.some((one) => one % 1) ? 1 : 0;
    for (const at of steps) {
      root.append(svg("text", { x: x(at), y: height - 8, "text-anchor": "middle" },
        number(at, decimals)));
    }
    root.append(svg("line", { class: "axis", x1: left, x2: wide - right, y1: base, y2: base }));
    marks.forEach((one, place) => {
      const at = x(one.value), y = 18 + 22 * place;
      const text = `${nameOf(one.code)} ${number(one.value, piece.decimals)}`;
      const before = at + 8 * text.length > wide;
      const line = { x1: at, x2: at, y1: y + 4, y2: base, stroke: PAINTS[one.n], "stroke-width": 2.5 };
      root.append(svg("line", line));
      root.append(svg("text", { class: "over", x: before ? at - 6 : at + 6, y: y + 4,
        "text-anchor": before ? "end" : "start" }, text));
    });
    return root;
  }

  function table(piece) {
    const row = piece.years.indexOf(piece.year), body = document.querySelector(".shown tbody");
    const since = start(piece);
    const heads = [say("municipality", {}), say("value_in", { year: piece.year }),
      say("interval", {}), say("change_since", { year: since })];
    const head = document.createElement("tr");
    heads.forEach((text, n) => cell(head, "th", text, n, { scope: "col" }));
    document.querySelector(".shown thead").replaceChildren(head);
    const from = piece.years.indexOf(since), nation = [piece.nation[row], piece.nation[from]];
    const lines = chosen.map((code) => [nameOf(code), piece.values[row][of.get(code)],
      interval(piece, row, of.get(code)), piece.values[from][of.get(code)],
      site.reasons[piece.missing[code]]]);
    if (nation[0] !== null) lines.push([say("nation", {}), nation[0], "", nation[1]]);
    body.replaceChildren(...lines.map(([name, now, ends, then, why]) => {
      const made = document.createElement("tr");
      const none = now === null || then === null || since === piece.year;
      cell(made, "th", name, 0, { scope: "row" });
      cell(made, "td", now === null && why ? why : number(now, piece.decimals), 1, {});
      cell(made, "td", ends || site.words.none, 1, {});
      cell(made, "td", none ? site.words.none : number(now - then, piece.decimals, true), 1, {});
      return made;
    }));
  }

  // First year of the definition that holds in the year shown: changes are counted from there.
  function start(piece) {
    const cut = Math.max(0, ...piece.breaks.filter((year) => year <= piece.year));
    return piece.years.find((year) => year >= cut);
  }

  function cell(row, name, text, place, attributes) {
    const made = document.createElement(name);
    made.textContent = text;
    if (place) made.className = "right";
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    row.append(made);
  }

  function read() {
    const asked = state(), wanted = asked.get("i");
    chosen = (asked.get("m") || "").split(",").filter((code) => of.has(code)).slice(0, MOST);
    if (wanted && site.indicators.includes(wanted)) select.value = wanted;
    render();
  }
  window.addEventListener("hashchange", read);
  window.addEventListener("resize", () => { if (chosen.length) render(); });
  read();
})();
