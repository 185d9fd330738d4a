// Which words an answer gets, as segnb.teaching.answer_check finds them: [key, values of the answer].
import { BUILDS } from "./builds.js";
import { readNumber, readParts, readTyped, unreadable } from "./typed.js";

function number(text, { right, wrong, within, percent, decimals }) {
  const given = readTyped(text);
  if (given.percent && !percent) unreadable("no_percent");
  const near = (value, by) => Math.abs(given.value - value) <= by;
  if (near(right, within)) return ["right", {}];
  const known = wrong.find(([, value, by]) => near(value, by));
  if (known) return [known[0], {}];
  if (given.decimals < decimals && near(right, 0.5 / 10 ** given.decimals + 1e-9)) return ["near", {}];
  if (percent && !given.percent && Math.abs(given.value / 100 - right) <= within) return ["hundred", {}];
  return ["other", {}];
}

function parts(text, { right, wrong, within }) {
  const typed = readParts(text);
  if (typed.length !== right.length) unreadable("other_count");
  const given = typed.map((part, at) => (typeof right[at] === "string" ? part.toUpperCase() : readNumber(part)));
  const alike = (wanted, by) => wanted.every((one, at) => one === null
    || (typeof one === "string" ? given[at] === one : Math.abs(given[at] - one) <= by));
  if (alike(right, within)) return ["right", {}];
  return [wrong.find(([, value, by]) => alike(value, by))?.[0] ?? "other", {}];
}

function set(text, { right, known }) {
  const given = new Set(readParts(text).map((part) => part.slice(0, 9).padStart(4, "0")));
  if ([...given].some((code) => !known.includes(code))) unreadable("no_codes");
  const found = right.filter((code) => given.has(code)).length;
  if (found === right.length && found === given.size) return ["right", {}];
  return [found ? "half" : "other", {}];
}

export const JUDGES = {
  number, parts, set,
  build: (text, { build, numbers }) => BUILDS[build](text, numbers),
};
