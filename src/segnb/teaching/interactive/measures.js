// Measures of two groups by the formulas of segnb.measures: x people of group A and t people in all,
// unit by unit. A value that does not exist is null, and whyNot says the reason.

export const sum = (values) => values.reduce((total, value) => total + value, 0);
const xlogx = (p) => (p > 0 ? p * Math.log(p) : 0);
const entropy = (p) => -xlogx(p) - xlogx(1 - p);

export function whyNot(x, t) {
  const [X, T] = [sum(x), sum(t)];
  if (T === 0) return "no_people";
  if (X === 0) return "group_absent";
  if (X === T) return "group_universal";
  return t.filter((n) => n > 0).length === 1 ? "one_unit" : null;
}

// Only units where somebody lives count.
function peopled(x, t) {
  const kept = t.map((_, i) => i).filter((i) => t[i] > 0);
  return [kept.map((i) => x[i]), kept.map((i) => t[i])];
}

export function dissimilarity(x, t) {
  if (whyNot(x, t)) return null;
  const [X, T] = [sum(x), sum(t)];
  const P = X / T;
  return sum(x.map((n, i) => Math.abs(n - t[i] * P))) / (2 * X * (1 - P));
}

export function isolation(x, t) {
  if (whyNot(x, t)) return null;
  const [a, n] = peopled(x, t);
  return sum(a.map((m, i) => (m * m) / n[i])) / sum(a);
}

export function entropyIndex(x, t) {
  if (whyNot(x, t)) return null;
  const [a, n] = peopled(x, t);
  const [T, whole] = [sum(n), entropy(sum(a) / sum(n))];
  return (whole - sum(n.map((people, i) => people * entropy(a[i] / people))) / T) / whole;
}

// How much nearer people live to their own group than to anybody. Units are cells of one kilometre
// on a grid of so many columns, and .6 kilometres from themselves.
export function spatialProximity(x, t, columns) {
  if (whyNot(x, t)) return null;
  const near = (i, j) => {
    if (i === j) return Math.exp(-0.6);
    const [down, right] = [Math.floor(i / columns) - Math.floor(j / columns), (i % columns) - (j % columns)];
    return Math.exp(-Math.sqrt(down * down + right * right));
  };
  const around = (n) => {
    let total = 0;
    n.forEach((a, i) => n.forEach((b, j) => (total += a * b * near(i, j))));
    return total / sum(n);
  };
  return (around(x) + around(t.map((n, i) => n - x[i]))) / around(t);
}

// Swaps of homes until every unit has the share of the town.
export function swaps(x, t) {
  const P = sum(x) / sum(t);
  return sum(x.map((n, i) => Math.abs(n - t[i] * P))) / 2;
}

export const MEASURES = {
  D: dissimilarity, xPx: isolation, H: entropyIndex, SP: spatialProximity, swaps,
};
