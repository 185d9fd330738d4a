// Usage: node builds.mjs FOLDER < answers.json prints what the page says of each town that was built.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const { read, verdict } = await import(new URL("exercises.js", folder));
const { replies, answers, lang } = JSON.parse(readFileSync(0, "utf8"));
const all = read(replies);
console.log(JSON.stringify(answers.map(([name, answer, tries]) => verdict(all[name], answer, tries, all.said, lang))));
