// Towns that a learner builds: which property they have or lack, as segnb.teaching.builds says it.
import { dissimilarity, isolation, sum } from "./measures.js";
import { readNumbers, readPairs, readParts } from "./typed.js";

const LIMIT = 1e-9;

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
    const parts = readParts(text.replace(/\b(och|and)\b|&/g, " "));
    const unions = parts.map((part) => (part.toLowerCase().match(/\d+|[a-z]/g) ?? []).map(letter).join(""));
    if (unions.length !== 2 || [...unions.join("")].sort().join("") !== "abcd") return ["not_two", {}];
    const people = unions.map((union) => sum([...union].map((name) => x["abcd".indexOf(name)])));
    const D = dissimilarity(people, unions.map((union) => 100 * union.length));
    if (unions.some((union) => union.length !== 2)) return ["not_even", { D }];
    return [Math.abs(D - wanted) < LIMIT ? "right" : D < 0.1 ? "opposites" : "likes", { D }];
  },
  parting_ways(text, { before }) {
    const all = readPairs(text, 2);
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
