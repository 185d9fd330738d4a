// Usage: node lessons.mjs CHROMIUM FOLDER uses exported lessons as a pupil does, from files and with
// the network off, and prints as JSON what is seen at each step.
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const [chromium, folder] = process.argv.slice(2);
const browser = await launch(chromium);
const trouble = [];
const cell = (row, column) => `.segnb-interactive [role=row]:nth-child(${row}) [role=gridcell]:nth-child(${column})`;

async function open(name, view = { width: 1300, height: 1000 }, scripts = true) {
  const page = await browser.newPage();
  page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) trouble.push(request.url()); });
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") trouble.push(message.text()); });
  await page.setOfflineMode(true);
  await page.setJavaScriptEnabled(scripts);
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await page.setViewport(view);
  await page.goto(pathToFileURL(`${folder}/${name}`).href);
  return page;
}

const look = (page) => page.evaluate(() => ({
  homes: [...document.querySelectorAll(".segnb-interactive [role=gridcell]")]
    .map((one) => (one.classList.contains("segnb-a") ? 1 : 0)).join(""),
  values: Object.fromEntries([...document.querySelectorAll("[data-measure]")].map((one) => [one.dataset.measure, one.textContent])),
  focus: document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName,
  stops: document.querySelectorAll(".segnb-grid [tabindex='0']").length,
}));

async function towns() {
  const page = await open("lesson-01.sv.html");
  const steps = { start: await look(page) };
  await page.click(cell(3, 4));
  steps.click = await look(page);
  for (const key of ["ArrowRight", "ArrowDown", "Space"]) await page.keyboard.press(key);
  steps.keys = await look(page);
  for (const key of ["Home", "ArrowUp", "End"]) await page.keyboard.press(key);
  steps.end = await look(page);
  await page.keyboard.press("Tab");
  steps.tab = await look(page);
  await new Promise((done) => setTimeout(done, 900));
  steps.heard = await page.$eval(".segnb-heard", (one) => one.textContent);
  await page.type(".segnb-guess-field input", "15<b>");
  await page.click(".segnb-guess-field button");
  steps.compared = await page.$eval(".segnb-compared", (one) => one.textContent);
  await page.close();
  return steps;
}

async function phone() {
  const page = await open("lesson-01.sv.html", { width: 360, height: 740, isMobile: true, hasTouch: true });
  const before = await look(page);
  await page.tap(cell(3, 4));
  const after = await look(page);
  const side = await page.$eval(cell(1, 1), (one) => one.getBoundingClientRect().width);
  await page.close();
  return { before, after, side, broken: await broken() };
}

// Numbers in tables that a phone breaks into two lines: a digit that is missing would not be seen.
async function broken() {
  const page = await open("lesson-10.sv.html", { width: 360, height: 740, isMobile: true, hasTouch: true });
  const found = await page.$$eval("td", (cells) => cells.filter((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return /^[\d\s]+$/.test(cell.textContent) && new Set([...range.getClientRects()].map((line) => line.top)).size > 1;
  }).map((cell) => cell.textContent));
  await page.close();
  return found;
}

async function zones() {
  const page = await open("lesson-04.sv.html");
  const steps = { start: await look(page) };
  await page.select(".segnb-controls label:nth-of-type(2) select", "blocks_2");
  steps.blocks = await look(page);
  await page.focus(cell(1, 1));
  for (const key of ["ArrowRight", "5", "Space"]) await page.keyboard.press(key);
  steps.drawn = await look(page);
  await page.close();
  return steps;
}

async function model() {
  const page = await open("lesson-07.sv.html");
  const steps = { start: await look(page) };
  const press = (at) => page.click(`.segnb-controls button:nth-of-type(${at})`);
  await press(1);
  steps.round = await look(page);
  await press(2);
  steps.settled = await look(page);
  await page.close();
  return steps;
}

async function exercises() {
  const page = await open("lesson-02.sv.html");
  const said = () => page.evaluate(() => [...document.querySelectorAll(".segnb-answer")].map((one) => one.innerText));
  const answer = async (name, act) => {
    await act(`[data-exercise="${name}"]`);
    await page.click(`[data-exercise="${name}"] button`);
    return (await said()).find((text) => text) ?? "";
  };
  const clear = () => page.evaluate(() => document.querySelectorAll(".segnb-answer").forEach((one) => one.replaceChildren()));
  const steps = { unchosen: await answer("2.1", async () => {}) };
  await clear();
  for (const [step, at] of [["first", 0], ["again", 0], ["second", 1], ["right", 2]]) {
    steps[step] = await answer("2.1", (root) => page.click(`${root} input[value="${at}"]`));
    await clear();
  }
  const type = (text) => (root) => page.$eval(`${root} input`, (field, value) => { field.value = value; }, text);
  for (const [step, text] of [["empty", ""], ["few", "1, 2"], ["even", "5 5 5 5 5 5 5 5 5 5"], ["built", "10 10 10 0 0 0 0 0 0 0"]]) {
    steps[step] = await answer("2.3", type(text));
    await clear();
  }
  for (const [step, text] of [["number", "0,5"], ["again_number", "0,6"], ["garbage", "abc"], ["computed", "0,745"]]) {
    steps[step] = await answer("2.2", type(text));
    await clear();
  }
  await page.close();
  return steps;
}

async function without() {
  const page = await open("lesson-01.sv.html", undefined, false);
  const text = await page.$eval("main", (one) => one.innerText);
  const figures = (await page.$$("svg")).length;
  await page.close();
  return { text, figures };
}

const seen = { towns: await towns(), phone: await phone(), zones: await zones(), model: await model(),
  exercises: await exercises(), without: await without() };
await browser.close();
console.log(JSON.stringify({ ...seen, trouble }));
