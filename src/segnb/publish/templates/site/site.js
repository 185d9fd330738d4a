// What the pages of the site share: data piece by piece, numbers in the reader's language, a little
// SVG. Pieces are scripts, since a page that was opened as a file may load nothing else.
"use strict";
window.segnb = (() => {
  const site = window.segnbSite, held = new Map(), waiting = new Map();
  let asked = 0;
  const of = new Map(site.codes.map((code, place) => [code, place]));

  function take(piece) {
    held.set(piece.id, piece);
    for (const done of waiting.get(piece.id) || []) done(piece);
  }

  function load(id) {
    if (held.has(id)) return Promise.resolve(held.get(id));
    return new Promise((done, failed) => {
      waiting.set(id, [...(waiting.get(id) || []), done]);
      const script = document.createElement("script");
      script.src = `site/pieces/${id}.js`;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  // The piece that was asked for last; nothing for an earlier one whose answer comes late.
  async function latest(id) {
    asked += 1;
    const turn = asked, piece = await load(id);
    return turn === asked ? piece : null;
  }

  function number(value, decimals, sign) {
    if (value === null || value === undefined) return site.words.none;
    const shape = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const text = Math.abs(value).toLocaleString(site.lang, shape);
    if (value < 0) return `\u2212${text}`;
    return sign && value > 0 ? `+${text}` : text;
  }

  const interval = (piece, row, place) => {
    if (!piece.lower || piece.lower[row][place] === null) return "";
    const ends = [piece.lower, piece.upper].map((end) => number(end[row][place], piece.decimals));
    return ends.join("\u2013");
  };

  function say(key, values) {
    return site.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  function svg(name, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function state() {
    return new URLSearchParams(location.hash.slice(1));
  }

  function keep(values) {
    const kept = new URLSearchParams(values).toString().replaceAll("%2C", ",");
    history.replaceState(null, "", `#${kept}`);
  }

  return { take, latest, number, interval, say, svg, state, keep, site, of };
})();
