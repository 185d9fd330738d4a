// The start page: find a municipality, colour the map by any indicator.
"use strict";
(() => {
  const { latest, number, interval, say, state, keep, site, of } = window.segnb;
  const form = document.querySelector(".choose"), select = document.querySelector("#indicator");
  const search = document.querySelector("#name"), told = document.querySelector(".found");
  const rows = [...document.querySelectorAll("tbody tr")];
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());

  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const hit = row.dataset.name.includes(wanted);
      shown += hit;
      row.hidden = !hit;
      const shape = document.querySelector(`#m${row.dataset.code}`);
      if (shape) shape.classList.toggle("found-here", Boolean(wanted) && hit);
    }
    const words = shown ? told.dataset.some.replace("{n}", shown) : told.dataset.none;
    told.textContent = wanted ? words : "";
  });

  const classOf = (piece, value) =>
    value === null ? "cx" : `c${piece.cuts.filter((cut) => value > cut).length}`;

  function legend(piece) {
    const list = document.querySelector(".map .legend");
    const item = (shade, text) => {
      const made = document.createElement("li"), swatch = document.createElement("span");
      swatch.className = `swatch ${shade}`;
      made.append(swatch, text);
      return made;
    };
    const ends = piece.cuts.map((cut) => number(cut, piece.decimals));
    const texts = [say("at_most", { value: ends[0] })];
    for (let n = 1; n < ends.length; n += 1) {
      texts.push(say("between", { low: ends[n - 1], high: ends[n] }));
    }
    texts.push(say("above", { value: ends[ends.length - 1] }));
    const items = texts.map((text, n) => item(`c${n}`, text));
    list.replaceChildren(...items, item("cx", say("no_value", {})));
  }

  async function show(id) {
    const piece = await latest(id);
    if (!piece) return;
    const row = piece.years.indexOf(piece.year);
    const words = { name: piece.name, year: piece.year, unit: piece.unit };
    for (const line of rows) {
      const place = of.get(line.dataset.code), value = piece.values[row][place];
      const ends = interval(piece, row, place);
      const why = site.reasons[piece.missing[line.dataset.code]] || "";
      const text = value === null ? why : number(value, piece.decimals);
      line.querySelector(".value").textContent = ends ? `${text} (${ends})` : text;
      const shape = document.querySelector(`#m${line.dataset.code}`);
      if (!shape) continue;
      shape.setAttribute("class", classOf(piece, value));
      shape.querySelector("title").textContent =
        `${line.querySelector("th").textContent}: ${text}`;
    }
    document.querySelector(".value-head").textContent = say("value_head", words);
    const title = say("map_title", words), map = document.querySelector("#map-title");
    if (map) {
      map.textContent = title;
      document.querySelector(".map .caption").textContent = title;
      legend(piece);
    }
    told.textContent = say("now_shown", words);
  }

  select.addEventListener("change", () => {
    keep({ i: select.value });
    show(select.value);
  });
  const read = () => {
    const wanted = state().get("i");
    if (wanted && site.indicators.includes(wanted)) {
      select.value = wanted;
      show(wanted);
    }
  };
  window.addEventListener("hashchange", read);
  read();
})();
