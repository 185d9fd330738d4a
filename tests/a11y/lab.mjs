// Usage: node lab.mjs CHROMIUM ADDRESS LESSON... opens lessons in JupyterLab (which must have its app
// exposed), waits until the kernel of each listens, runs all cells, changes what can be clicked in by
// mouse and by keyboard, presses the keys that are commands of JupyterLab, and prints as JSON what is
// seen at each step. PICTURES=FOLDER keeps a picture of each.
import { PATIENCE, launch, runAll } from "./browser.mjs";

const [chromium, address, ...lessons] = process.argv.slice(2);
const browser = await launch(chromium);
const outside = [];
const cell = (row, column) => `.segnb-interactive [role=row]:nth-child(${row}) [role=gridcell]:nth-child(${column})`;
const COMMANDS = ["d", "d", "a", "b", "x", "z", "m", "y", "0", "0", "1"];

async function open(name) {
  const page = await browser.newPage();
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^(http|ws)/.test(protocol) && host !== new URL(address).host) outside.push(request.url());
  });
  await page.setViewport({ width: 1300, height: 1000 });
  await page.goto(`${address}/lab/tree/${name}?reset`, { timeout: PATIENCE });
  await runAll(page);
  await page.waitForSelector(".segnb-interactive [role=gridcell]", { timeout: PATIENCE });
  await page.waitForFunction(
    () => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle",
    { timeout: PATIENCE },
  );
  await page.$eval(".segnb-interactive", (root) => root.scrollIntoView({ block: "center" }));
  return page;
}

const look = (page) => page.evaluate(() => {
  const cells = [...document.querySelectorAll(".segnb-interactive [role=gridcell]")];
  const kinds = ["segnb-a", "segnb-b", "segnb-empty"];
  return {
    kinds: cells.map((one) => "abe"[kinds.findIndex((kind) => one.classList.contains(kind))]).join(""),
    texts: cells.map((one) => one.textContent),
    values: Object.fromEntries([...document.querySelectorAll(".segnb-interactive [data-measure]")]
      .map((one) => [one.dataset.measure, one.textContent])),
    focus: document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName,
    stops: document.querySelectorAll(".segnb-grid [tabindex='0']").length,
    cells: [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
      .map((one) => (one.classList.contains("jp-MarkdownCell") ? "m" : "c")).join(""),
  };
});

async function used(name) {
  const page = await open(name);
  const steps = { start: await look(page) };
  await page.locator(cell(3, 4)).setTimeout(PATIENCE).click();
  steps.click = await look(page);
  for (const key of ["ArrowRight", "ArrowDown", "5", "Space"]) await page.keyboard.press(key);
  steps.keys = await look(page);
  for (const key of COMMANDS) await page.keyboard.press(key);
  await new Promise((done) => setTimeout(done, 500));
  steps.commands = await look(page);
  await page.keyboard.press("Tab");
  steps.tab = await look(page);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  await page.close();
  return steps;
}

const seen = {};
for (const name of lessons) seen[name] = await used(name);
await browser.close();
console.log(JSON.stringify({ seen, outside }));
