// Usage: node lab.mjs CHROMIUM ADDRESS [PICTURE] opens a lesson in JupyterLab (which must have its
// app exposed), waits until its kernel listens, runs all cells, changes homes of the town by mouse and by keyboard, presses the keys that
// are commands of JupyterLab, and prints as JSON what is seen at each step.
import puppeteer from "puppeteer-core";

const [chromium, address, picture] = process.argv.slice(2);
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage();
const outside = [];
page.on("request", (request) => {
  const { protocol, host } = new URL(request.url());
  if (/^(http|ws)/.test(protocol) && host !== new URL(address).host) outside.push(request.url());
});
await page.setViewport({ width: 1300, height: 1000 });
await page.goto(address);
// JupyterLab draws an idle kernel before the kernel listens: what is run then is lost.
await page.waitForFunction(() => window.jupyterapp?.shell.currentWidget?.sessionContext, { timeout: 90000 });
await page.evaluate(async () => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
  await window.jupyterapp.commands.execute("runmenu:run-all");
});
await page.waitForSelector(".segnb-interactive [role=gridcell]", { timeout: 90000 });
await page.waitForFunction(
  () => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "idle",
  { timeout: 90000 },
);
const click = (selector) => page.locator(selector).setTimeout(20000).click();
await page.$eval(".segnb-interactive", (root) => root.scrollIntoView({ block: "center" }));

const seen = () => page.evaluate(() => ({
  homes: [...document.querySelectorAll(".segnb-interactive [role=gridcell]")]
    .map((cell) => (cell.classList.contains("segnb-a") ? 1 : 0)).join(""),
  D: document.querySelector(".segnb-interactive [data-measure=D]").textContent,
  focus: document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName,
  stops: document.querySelectorAll(".segnb-grid [tabindex='0']").length,
  cells: document.querySelectorAll(".jp-Notebook .jp-Cell").length,
  kinds: [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
    .map((cell) => (cell.classList.contains("jp-MarkdownCell") ? "m" : "c")).join(""),
}));
const cell = (row, column) => `.segnb-interactive [role=row]:nth-child(${row}) [role=gridcell]:nth-child(${column})`;

const steps = { start: await seen() };
await click(cell(3, 4));
steps.click = await seen();
await page.keyboard.press("ArrowRight");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Space");
steps.keys = await seen();
for (const key of ["d", "d", "a", "b", "x", "z", "m", "y", "0", "0", "1"]) await page.keyboard.press(key);
await new Promise((done) => setTimeout(done, 500));
steps.commands = await seen();
await page.keyboard.press("Tab");
steps.tab = await seen();
if (picture) await page.screenshot({ path: picture });
await browser.close();
console.log(JSON.stringify({ steps, outside }));
