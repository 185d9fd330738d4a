// Forms of exercises in a page: what needs no municipality is judged here, other answers get the way.
import { formatter } from "./grid.js";
import { JUDGES } from "./judges.js";
import { readParts, Unreadable } from "./typed.js";

// A number as the lesson writes it: three decimals or as few as it has, more if small.
export function shown(value, lang) {
  if (typeof value !== "number") return value;
  const exact = Math.round(value * 1e9) / 1e9;
  const fewest = [0, 1, 2, 3].find((n) => Math.abs(exact - Number(exact.toFixed(n))) < 1e-12);
  if (fewest === undefined && Math.abs(exact) < 0.002) {
    return exact.toFixed(5).replace(".", lang === "sv" ? "," : ".");
  }
  return formatter(lang)(exact, fewest ?? 3);
}

export function told(text, values, lang) {
  return text.replace(/\{(\w+)\}/g, (_, name) => shown(values[name], lang));
}

// What is said of an answer: {right, lines}; the second wrong one gets more, the third the way.
export function verdict(exercise, answer, tries, said, lang) {
  const { right, text, enough } = exercise.kind === "choice"
    ? exercise.choices[answer] : judged(exercise, answer, said, lang);
  const lines = [text];
  if (right === false && !enough && tries >= 2) lines.push(exercise.more);
  if (right === false && !enough && tries >= 3) lines.push(`${said.way} ${exercise.way}`);
  return { right, lines };
}

function judged(exercise, answer, said, lang) {
  try {
    const [key, values] = JUDGES[exercise.kind](answer, exercise);
    if (key === "right") return { right: true, text: told(exercise.said, values, lang) };
    const text = told(exercise.hints[key] ?? said.hints[key], values, lang);
    return { right: false, text, enough: key === "near" };
  } catch (error) {
    if (error instanceof Unreadable) return { right: null, text: said.unreadable[error.message] };
    throw error;
  }
}

export function read(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function show(place, sign, lines, kind) {
  const box = document.createElement("div");
  box.className = `segnb-verdict segnb-${kind}`;
  for (const [at, line] of [sign, ...lines].entries()) {
    if (!line) continue;
    const text = document.createElement("p");
    text.append(at ? line : Object.assign(document.createElement("strong"), { textContent: line }));
    box.append(text);
  }
  place.replaceChildren(box);
}

const KINDS = new Map([[true, "right"], [false, "wrong"], [null, "open"]]);

function listen(section, exercise, words, said, lang) {
  const place = section.querySelector(".segnb-answer");
  const tried = [];
  section.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = section.querySelector("input:checked, input[type=text]");
    if (!field?.value.trim()) {
      show(place, said.open, [exercise.kind === "choice" ? words.choose_first : words.write_first], "open");
      return;
    }
    if (exercise.kind === "data") {
      show(place, "", [words.on_paper, `${said.way} ${exercise.way}`], "open");
      return;
    }
    const mark = exercise.kind === "build" ? readable(field.value) : field.value.trim();
    const tries = (tried.includes(mark) ? tried.indexOf(mark) : tried.length) + 1;
    const { right, lines } = verdict(exercise, field.value, tries, said, lang);
    if (right === false && !tried.includes(mark)) tried.push(mark);
    show(place, said[KINDS.get(right)], lines, KINDS.get(right));
  });
}

function readable(text) {
  try { return readParts(text).join(" "); } catch { return text; }
}

export function start(document) {
  const { lang } = document.documentElement;
  const all = read(document.getElementById("segnb-replies").textContent);
  for (const section of document.querySelectorAll("[data-exercise]")) {
    listen(section, all[section.dataset.exercise], all.words, all.said, lang);
  }
  const guess = document.querySelector(".segnb-guess-field");
  guess?.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = guess.querySelector("input").value.trim().slice(0, 40);
    const place = document.querySelector(".segnb-compared");
    const parts = all.compared.split(all.mark);
    place.innerHTML = parts[0];
    if (!typed) { place.textContent = all.words.write_first; return; }
    place.innerHTML = all.compared.replace(all.mark, () => typed.replace(/[<>&*_`{}[\]|#"]/g, ""));
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  });
}
