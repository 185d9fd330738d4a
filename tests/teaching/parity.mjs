// Usage: node parity.mjs FOLDER < told.json prints what the modules of FOLDER measure of each town,
// each division of squares and each town of Schelling's model, and how its model ends.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const load = (name) => import(new URL(name, pathToFileURL(`${process.argv[2]}/`)));
const { dissimilarity, MEASURES, whyNot } = await load("measures.js");
const { districts } = await load("town.js");
const { joined, parse } = await load("zones.js");
const model = await load("schelling.js");
const told = JSON.parse(readFileSync(0, "utf8"));

const towns = (told.towns ?? []).map(({ homes, settings }) => {
  const { x, t, wide } = districts([...homes].map(Number), settings);
  const values = Object.entries(MEASURES).map(([name, measure]) => [name, measure(x, t, wide)]);
  return { reason: whyNot(x, t), ...Object.fromEntries(values) };
});
const zones = (told.zones ?? []).map(({ homes, settings }) => {
  const { pattern, zones: drawn } = parse(homes);
  const { x, t } = joined(drawn, settings.patterns[pattern], settings.each);
  return { D: dissimilarity(x, t), reason: whyNot(x, t) };
});
const homes = (told.models ?? []).map(({ town, side, wish, block }) => ({
  D: model.blockD(town, side, block),
  like: model.likeShare(town, side),
  unhappy: model.unhappy(town, side, wish).length,
}));

// A generator with a seed, so that the model ends the same each time (mulberry32).
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
const ends = (told.runs ?? []).map(({ town, side, wish, block, seed, most }) => {
  const random = generator(seed);
  const homesNow = model.shuffle([...town], random);
  let rounds = 0;
  while (rounds < most && model.round(homesNow, side, wish, random)) rounds += 1;
  return {
    D: model.blockD(homesNow, side, block), like: model.likeShare(homesNow, side),
    unhappy: model.unhappy(homesNow, side, wish).length,
    groups: [0, 1, 2].map((kind) => homesNow.filter((home) => home === kind).length),
  };
});
console.log(JSON.stringify({ towns, zones, models: homes, runs: ends }));
