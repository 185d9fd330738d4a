// A grid of cells that is one stop for Tab: arrows, Home and End move, Space and Enter act, Escape
// gives the keys back to the notebook.

export function make(tag, properties = {}, ...children) {
  const { class: name, text, on = {}, ...attributes } = properties;
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children);
  return element;
}

// JupyterLab takes letters for commands (d d deletes the cell) unless they stop here. Tab still
// leaves, and Escape goes on to the notebook.
function keepKeys(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  });
}

// The root of an interactive, below what the lesson says about it where the page does not.
export function frame({ kind, settings, el }) {
  if (settings.intro) {
    const intro = make("div", { class: "segnb-intro" });
    intro.innerHTML = settings.intro;
    el.append(intro);
  }
  const root = make("div", { class: `segnb-interactive segnb-${kind}`, lang: settings.lang });
  keepKeys(root);
  el.append(root);
  return root;
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function formatter(lang) {
  const tag = lang === "sv" ? "sv-SE" : "en-GB";
  const shown = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(tag, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
    roundingMode: "halfEven", // as Python rounds, so that one number has one form
  }));
  return (value, digits = 3) => shown[digits].format(value === 0 ? 0 : value);
}

// What a screen reader hears of a change, once the changes have paused.
export function announcer() {
  const element = make("p", { class: "segnb-heard", role: "status" });
  let waiting;
  const say = (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { element.textContent = text; }, 700);
  };
  return { element, say };
}

// rows x columns cells; act(i, how) when one is chosen (how: "key", "tap" or "drag");
// describe(i) gives {name, class, text} of a cell.
export function grid({ rows, columns, label, act, describe }) {
  const cells = [];
  let current = 0;
  const element = make("div", { class: "segnb-grid", role: "grid", "aria-label": label });
  element.style.setProperty("--columns", columns);
  for (let row = 0; row < rows; row += 1) {
    const line = make("div", { role: "row", class: "segnb-row" });
    for (let column = 0; column < columns; column += 1) {
      const cell = make("div", { role: "gridcell", tabindex: cells.length ? "-1" : "0" });
      cell.dataset.at = cells.length;
      cells.push(cell);
      line.append(cell);
    }
    element.append(line);
  }
  const paint = (i) => {
    const { name, class: kind, text = "" } = describe(i);
    const cell = cells[i];
    if (cell.className !== kind) cell.className = kind;
    if (cell.textContent !== text) cell.textContent = text;
    if (cell.getAttribute("aria-label") !== name) cell.setAttribute("aria-label", name);
  };
  const focus = (i) => {
    cells[current].tabIndex = -1;
    current = i;
    cells[i].tabIndex = 0;
    cells[i].focus({ preventScroll: false });
  };
  const at = (event) => {
    const cell = event.target.closest?.("[role=gridcell]");
    return cell && element.contains(cell) ? Number(cell.dataset.at) : null;
  };
  element.addEventListener("keydown", (event) => {
    const i = at(event);
    if (i === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = [Math.floor(i / columns), i % columns];
    const next = {
      ArrowLeft: column > 0 ? i - 1 : i,
      ArrowRight: column < columns - 1 ? i + 1 : i,
      ArrowUp: row > 0 ? i - columns : i,
      ArrowDown: row < rows - 1 ? i + columns : i,
      Home: row * columns,
      End: (row + 1) * columns - 1,
    }[event.key];
    if (next !== undefined) focus(next);
    else if (event.key === " " || event.key === "Enter") act(i, "key");
    else return;
    event.preventDefault();
  });
  let drawn = null;
  let handled = false; // the click after a pointer that has acted already
  element.addEventListener("pointerdown", (event) => {
    const i = at(event);
    handled = i !== null && event.button === 0 && event.pointerType !== "touch";
    if (!handled) return; // a finger that moves scrolls the page; it acts by its click
    event.preventDefault();
    focus(i);
    drawn = i;
    act(i, "tap");
  });
  element.addEventListener("pointerover", (event) => {
    const i = at(event);
    if (drawn === null || i === null || i === drawn || !(event.buttons & 1)) return;
    drawn = i;
    act(i, "drag");
  });
  element.addEventListener("pointerup", () => { drawn = null; });
  element.addEventListener("click", (event) => {
    const i = at(event);
    if (i !== null && !handled) {
      focus(i);
      act(i, "tap");
    }
    handled = false;
  });
  const paintAll = () => cells.forEach((_, i) => paint(i));
  return { element, cells, paint, paintAll };
}

// Values side by side, each with its name and what it means.
export function board(shows, words) {
  const element = make("div", { class: "segnb-values" });
  const fields = shows.map((name) => {
    const field = make("span", { class: "segnb-value", text: "–" });
    field.dataset.measure = name;
    const meaning = make("span", { class: "segnb-meaning", text: ` ${words.long[name]}` });
    element.append(make("div", {}, make("b", { text: words.short[name] }), meaning, field));
    return [name, field];
  });
  const show = (texts) => {
    for (const [name, field] of fields) if (field.textContent !== texts[name]) field.textContent = texts[name];
  };
  return { element, show };
}

export function button(text, act) {
  return make("button", { type: "button", text, on: { click: act } });
}

let selects = 0;
export function select(label, options, act) {
  const id = `segnb-select-${(selects += 1)}-${Math.random().toString(36).slice(2, 8)}`;
  const field = make("select", { id, on: { change: () => act(field.value) } });
  for (const [value, text] of options) field.append(make("option", { value, text }));
  return { element: make("label", { for: id, text: `${label} ` }, field), field };
}
