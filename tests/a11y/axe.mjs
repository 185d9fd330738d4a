// Usage: node axe.mjs CHROMIUM PAGE... prints, as JSON, what axe finds (WCAG 2.1 A and AA, best
// practices) in each page, wide and on a phone, with all folds closed and open, and besides: what
// the page requested, whether it scrolls sideways, and what the first key press reaches.
import { pathToFileURL } from "node:url";
import { axeSource, launch } from "./browser.mjs";

const [chromium, ...pages] = process.argv.slice(2);
const axe = axeSource();
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const views = [
  { width: 1180, height: 900 },
  { width: 360, height: 740, isMobile: true, hasTouch: true },
];

const browser = await launch(chromium);
const results = [];
for (const file of pages) {
  for (const view of views) {
    for (const open of [false, true]) {
      results.push({ file, width: view.width, open, ...(await look(file, view, open)) });
    }
  }
}
await browser.close();
console.log(JSON.stringify(results));

async function look(file, view, open) {
  const page = await browser.newPage();
  const requests = [];
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) requests.push(request.url());
  });
  await page.setViewport(view);
  await page.goto(pathToFileURL(file).href);
  if (open) {
    await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  }
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), rules);
  // Not innerWidth: a phone widens its window to what does not fit.
  const sideways = await page.evaluate(
    (width) => document.documentElement.scrollWidth > width, view.width,
  );
  const small = view.isMobile ? await page.evaluate(smallTargets) : [];
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.getAttribute("href"));
  await page.close();
  const violations = found.violations.map((violation) => ({
    id: violation.id,
    nodes: violation.nodes.map((node) => node.target.join(" ")),
  }));
  return { violations, requests, sideways, first, passes: found.passes.length, small };
}

// Folds and links of their own line that a finger would miss (under 44 pixels high).
function smallTargets() {
  return [...document.querySelectorAll("summary, a.fold, nav a")]
    .filter((target) => target.offsetParent !== null && target.getBoundingClientRect().height < 44)
    .map((target) => target.textContent.trim());
}
