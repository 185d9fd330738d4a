// Towns that a learner builds: which property they have or lack, as segnb.teaching.builds says it.
import { dissimilarity, isolation, sum } from "./measures.js";

const LIMIT = 1e-9;

export class Unreadable extends Error {}

function unreadable(key) { throw new Unreadable(key); }

export function readParts(typed) {
  if (typed.length > 200) unreadable("too_long");
  const plain = typed.replace(/\s/g, " ").trim();
  if (plain === "" || plain === "...") unreadable("not_yet");
  const text = plain.replace(/[[\](){}]/g, " ");
  const separator = [/;/, /,\s/, /\s/].find((one) => one.test(text)) ?? /,/;
  const strip = (part) => part.replace(/^['" ]+|['" ]+$/g, "");
  return text.split(separator).map(strip).filter((part) => part);
}

export function readNumber(text) {
  const plain = text.replace(/ /g, "").replace(/,/g, ".").replace(/[−–]/g, "-");
  const bare = plain.replace(/%$/, "");
  const [top, bottom, more] = bare.split("/");
  const form = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
  if (more !== undefined || !form.test(top) || (bottom !== undefined && !form.test(bottom))) unreadable("no_number");
  if (bottom !== undefined && Number(bottom) === 0) unreadable("no_number");
  const value = Number(top) / (bottom === undefined ? 1 : Number(bottom));
  return plain.endsWith("%") ? value / 100 : value;
}

function readNumbers(text, count) {
  const parts = readParts(text);
  if (parts.length !== count) unreadable("other_count");
  return parts.map(readNumber);
}

function impossible(x, t) {
  if (x.some((n, i) => n < 0 || n > t[i])) return ["impossible", {}];
  if ([...x, ...t].some((n) => Math.abs(n - Math.round(n)) > LIMIT)) return ["parted", {}];
  return null;
}

export const BUILDS = {
  gathered(text) {
    const x = readNumbers(text, 4);
    const t = x.map(() => 100);
    const wrong = impossible(x, t);
    if (wrong) return wrong;
    if (Math.abs(sum(x) - 100) > LIMIT) return ["sum", { sum: sum(x) }];
    const D = dissimilarity(x, t);
    const gaps = x.map((n) => Math.abs(n - 25));
    const at = gaps.indexOf(Math.min(...gaps));
    return [D >= 0.6 - LIMIT ? "right" : "low", { D, area: "abcd"[at], there: x[at] }];
  },
  uneven_but_open(text) {
    const x = readNumbers(text, 10);
    const t = x.map(() => 100);
    const wrong = impossible(x, t);
    if (wrong) return wrong;
    if (!(sum(x) > 0 && sum(x) < 1000)) return ["nobody", {}];
    const found = { D: dissimilarity(x, t), xPx: isolation(x, t), P: sum(x) / 1000 };
    if (found.xPx > 0.3 + LIMIT) return ["isolated", found];
    return [found.D >= 0.6 - LIMIT ? "right" : "low", found];
  },
  border(text, { x, wanted }) {
    const letter = (name) => { const at = x.map(String).indexOf(name); return at < 0 ? name : "abcd"[at]; };
    const unions = readParts(text).map((part) => letter(part).toLowerCase().replace(/[^a-z]/g, ""));
    if (unions.length !== 2 || [...unions.join("")].sort().join("") !== "abcd") return ["not_two", {}];
    const people = unions.map((union) => sum([...union].map((name) => x["abcd".indexOf(name)])));
    const D = dissimilarity(people, unions.map((union) => 100 * union.length));
    if (unions.some((union) => union.length !== 2)) return ["not_even", { D }];
    return [Math.abs(D - wanted) < LIMIT ? "right" : D < 0.1 ? "opposites" : "likes", { D }];
  },
  parting_ways(text, { before }) {
    const all = readNumbers(text, 4);
    const [x, t] = [[all[0], all[2]], [all[1], all[3]]];
    const wrong = impossible(x, t);
    if (wrong) return wrong;
    const found = {
      D_before: dissimilarity(...before), D_after: dissimilarity(x, t),
      xPx_before: isolation(...before), xPx_after: isolation(x, t),
    };
    if (found.D_after === null) return ["nobody", {}];
    const falls = found.D_after < found.D_before - LIMIT;
    const rises = found.xPx_after > found.xPx_before + LIMIT;
    return [falls ? (rises ? "right" : "no_rise") : rises ? "no_fall" : "neither", found];
  },
};
