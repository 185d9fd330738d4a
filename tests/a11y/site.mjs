// Usage: node site.mjs CHROMIUM ADDRESS... opens the site at each address (a folder as file://, or a
// server), uses it by keyboard, and prints as JSON what a reader then sees and what was requested.
import { axeSource, launch } from "./browser.mjs";

const [chromium, ...addresses] = process.argv.slice(2);
const axe = axeSource();
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"];
const pages = ["index.html", "compare.html#m=0127,0180&i=child_poverty", "missing.html",
  "data.html", "site/tables/child_poverty.html"];
const browser = await launch(chromium);
const results = [];
for (const address of addresses) results.push({ address, ...(await use(address)) });
await browser.close();
console.log(JSON.stringify(results));

async function open(url, view, requests = [], script = true) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(script);
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => requests.push(`error ${error.message}`));
  await page.setViewport(view);
  await page.goto(url, { waitUntil: "networkidle0" });
  return page;
}

async function use(address) {
  const wide = { width: 1180, height: 900 }, phone = { width: 360, height: 740, isMobile: true };
  const requests = [], violations = [], sideways = [];
  for (const name of pages) {
    for (const view of [wide, phone]) {
      const page = await open(`${address}/${name}`, view, requests);
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), rules);
      violations.push(...found.violations.map((one) => `${name} ${view.width}: ${one.id} `
        + one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")));
      if (await page.evaluate((w) => document.documentElement.scrollWidth > w, view.width)) {
        sideways.push(`${name} ${view.width}`);
      }
      await page.close();
    }
  }
  return { requests: [...new Set(requests)], violations, sideways,
    ...(await compare(address, wide)), ...(await start(address, wide)),
    late: await late(address, wide), bare: await bare(address, wide) };
}

// Three municipalities and an indicator chosen by keyboard alone; the address then gives the same.
async function compare(address, view) {
  const page = await open(`${address}/compare.html`, view);
  for (const name of ["Borlänge", "Stockholm", "Nowhere", "Borlänge", "Luleå"]) {
    await page.focus("#place");
    await page.evaluate(() => { document.querySelector("#place").value = ""; });
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
  }
  await page.select("#indicator", "child_poverty");
  await shown(page);
  const seen = await table(page), url = page.url();
  const lines = await page.$$eval(".trend polyline", (all) => all.length);
  const marks = await page.$$eval(".strip .over", (all) => all.map((one) => one.textContent));
  await page.focus(".chosen button");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll(".chosen li").length === 2);
  const left = await page.$$eval(".chosen li", (all) => all.map((one) => one.textContent));
  await page.close();
  const again = await open(url, view);
  await shown(again);
  const same = await table(again);
  await again.close();
  return { seen, same, lines, marks, left, link: url.split("#")[1] };
}

// What was asked for is shown: the part of the page is no longer busy.
function shown(page) {
  return page.waitForFunction(() => document.querySelector(".shown:not([aria-busy]) tbody tr"));
}

// The indicator of the link answers late, after the reader has chosen another.
async function late(address, view) {
  const page = await open(`${address}/compare.html`, view);
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    if (request.url().includes("unemployed_share")) await new Promise((done) => setTimeout(done, 600));
    request.continue();
  });
  await page.evaluate(() => { location.hash = "m=0180&i=unemployed_share"; });
  await page.waitForFunction(() => document.querySelector("#indicator").value === "unemployed_share");
  await page.select("#indicator", "child_poverty");
  await shown(page);
  const title = () => page.$eval(".what", (line) => line.textContent);
  const before = await title();
  await page.waitForNetworkIdle({ idleTime: 800 });
  const after = await title();
  await page.close();
  return [before, after];
}

function table(page) {
  return page.$$eval(".shown tbody tr", (rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent)));
}

async function start(address, view) {
  const page = await open(`${address}/index.html`, view);
  await page.focus("#name");
  await page.keyboard.type("borlä");
  const hits = await page.$$eval("tbody tr:not([hidden]) th", (all) => all.map((one) => one.textContent));
  const before = await page.$eval("#m2081", (shape) => shape.getAttribute("class"));
  await page.select("#indicator", "child_poverty");
  await page.waitForFunction(() => location.hash.includes("child_poverty")
    && document.querySelector(".found").textContent);
  const value = await page.$eval('tr[data-code="2081"] .value', (cell) => cell.textContent);
  const label = await page.$eval("#m2081 title", (title) => title.textContent);
  await page.close();
  return { hits, before, value, label };
}

// Without script: the table stands, and no control that would do nothing is shown.
async function bare(address, view) {
  const page = await open(`${address}/index.html`, view, [], false);
  const rows = await page.$$eval("tbody tr", (all) => all.length);
  const controls = await page.$$eval("input, select, button", (all) =>
    all.filter((one) => one.offsetParent !== null).length);
  await page.close();
  return { rows, controls };
}
