// Usage: node parity.mjs FOLDER < towns.json prints what the modules of FOLDER measure of each town.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const { MEASURES, whyNot } = await import(new URL("measures.js", folder));
const town = await import(new URL("town.js", folder));

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ homes, settings }) => {
  const { x, t, wide } = town.districts([...homes].map(Number), settings);
  const values = Object.entries(MEASURES).map(([name, measure]) => [name, measure(x, t, wide)]);
  return { x, reason: whyNot(x, t), ...Object.fromEntries(values) };
});
console.log(JSON.stringify(answers));
