// What a learner typed, read as segnb.teaching.learner_answers reads it.
export class Unreadable extends Error {}

export function unreadable(key) { throw new Unreadable(key); }

const strip = (part) => part.replace(/^['" ]+|['" ]+$/g, "");

function plainly(typed) {
  if (typed.length > 200) unreadable("too_long");
  const plain = typed.replace(/\s/g, " ").trim();
  if (plain === "" || plain === "...") unreadable("not_yet");
  return plain;
}

export function readParts(typed) {
  const plain = plainly(typed);
  const groups = [...plain.matchAll(/[[(]([^[\]()]*)[\])]/g)].map((found) => strip(found[1]));
  if (groups.length > 1) return groups;
  const text = plain.replace(/[[\](){}]/g, " ").trim();
  const separator = [/;/, /,\s/, /\s/].find((one) => one.test(text)) ?? /,/;
  return text.split(separator).map(strip).filter((part) => part);
}

// A number with its decimals and whether it had a sign of per cent.
export function readTyped(text) {
  const plain = plainly(text).replace(/ /g, "").replace(/,/g, ".").replace(/[−–]/g, "-");
  const percent = plain.endsWith("%");
  const [top, bottom, more] = plain.replace(/%$/, "").split("/");
  const form = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
  if (more !== undefined || !form.test(top) || (bottom !== undefined && !form.test(bottom))) unreadable("no_number");
  if (bottom !== undefined && Number(bottom) === 0) unreadable("no_number");
  const value = Number(top) / (bottom === undefined ? 1 : Number(bottom));
  const decimals = bottom === undefined ? (top.split(".")[1] ?? "").length + 2 * percent : 15;
  return { value: percent ? value / 100 : value, decimals, percent };
}

export const readNumber = (text) => readTyped(text).value;

export function readNumbers(text, count) {
  const parts = readParts(text);
  if (parts.length !== count) unreadable("other_count");
  return parts.map(readNumber);
}

// So many pairs: nested, one after the other, or as "30 of 100".
export function readPairs(text, count) {
  let parts = readParts(text.replace(/\b(av|of)\b|\//g, " "));
  if (parts.length === count) parts = parts.flatMap(readParts);
  if (parts.length !== 2 * count) unreadable("other_count");
  return parts.map(readNumber);
}
