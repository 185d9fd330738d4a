// Usage: node clicks.mjs CHROMIUM CLICKS PLACES opens each place of a JSON list ({address, lab, cell,
// value}), runs all cells where it is a notebook, clicks cells one after the other and prints as JSON,
// place by place and click by click, the milliseconds from the pointer to the painted number and those
// of processor time that the page's main thread took.
import { PATIENCE, launch, runAll } from "./browser.mjs";

const [chromium, clicks, places] = process.argv.slice(2);
const browser = await launch(chromium);

// From the pointer going down to the first frame after the number has changed has been painted.
const watch = (page, value) => page.evaluate((selector) => {
  window.waits = [];
  let began = null;
  addEventListener("pointerdown", (event) => { began = event.timeStamp; }, true);
  const seen = () => {
    if (began === null) return;
    const start = began;
    began = null;
    requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - start), 0));
  };
  new MutationObserver(seen).observe(document.querySelector(selector), { childList: true, characterData: true, subtree: true });
}, value);

async function measured({ address, lab, cell, value }) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1300, height: 1200 });
  await page.goto(address, { timeout: PATIENCE });
  if (lab) await runAll(page);
  await page.waitForSelector(value, { timeout: PATIENCE });
  await page.waitForSelector(cell, { timeout: PATIENCE });
  if (lab) {
    await page.waitForFunction(
      () => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle",
      { timeout: PATIENCE },
    );
  }
  await watch(page, value);
  const session = await page.createCDPSession();
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find((metric) => metric.name === "TaskDuration").value;
  };
  const work = [];
  const cells = await page.$$(cell);
  const step = Math.max(1, Math.floor(cells.length / clicks));
  for (let n = 0; n < clicks; n += 1) {
    const before = await page.evaluate(() => window.waits.length);
    const start = await worked();
    await cells[(n * step) % cells.length].click();
    await page.waitForFunction((count) => window.waits.length > count, { timeout: 60000 }, before);
    work.push((await worked()) - start);
  }
  const waits = await page.evaluate(() => window.waits);
  await page.close();
  return { waits, work };
}

const found = [];
for (const place of JSON.parse(places)) found.push(await measured(place));
await browser.close();
console.log(JSON.stringify(found));
