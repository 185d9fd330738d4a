// Usage: node answers.mjs CHROMIUM PAGE prints, as JSON, what the page tells of itself: the names of
// its accessibility tree, what axe finds in the dark scheme and in forced colours, and what figures
// answer to a pointer, to keys, to a finger and to a choice of what is compared.
import { pathToFileURL } from "node:url";
import { axeSource, launch } from "./browser.mjs";

const [chromium, file] = process.argv.slice(2);
const axe = axeSource();
const browser = await launch(chromium);

async function open(features = [], view = { width: 1180, height: 900 }) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
  await page.setViewport(view);
  await page.emulateMediaFeatures(features);
  await page.goto(pathToFileURL(file).href);
  return { page, errors };
}

async function contrast(features) {
  const { page } = await open(features);
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast"] } }));
  await page.close();
  return {
    passes: found.passes.flatMap((rule) => rule.nodes).length,
    violations: found.violations.flatMap((rule) => rule.nodes.map((node) => node.target.join(" "))),
  };
}

const FIELDS = ["button", "link", "combobox", "searchbox", "region", "image", "DisclosureTriangle", "navigation", "search", "group", "heading"];
async function tree() {
  const { page, errors } = await open();
  const whole = await page.accessibility.snapshot({ interestingOnly: false });
  const names = [];
  const walk = (node) => {
    if (FIELDS.includes(node.role) || node.role === "img") names.push([node.role, node.name ?? ""]);
    (node.children ?? []).forEach(walk);
  };
  walk(whole);
  await page.close();
  return { names, errors };
}

// What each figure that has values says to a pointer over all of it, to keys and to a choice.
async function answers(view) {
  const { page, errors } = await open([], view);
  const found = [];
  for (const figure of await page.$$("figure.figure:has(.values)")) {
    const id = await figure.evaluate((each) => each.id);
    const field = await figure.$(".values");
    await field.evaluate((each) => each.scrollIntoView({ block: "center" }));
    const said = () => figure.evaluate((each) => {
      const label = each.querySelector(".value");
      return label.hidden ? "" : label.textContent;
    });
    const pointed = await field.evaluate((each, touch) => {
      const box = each.getBoundingClientRect(), label = each.querySelector(".value"), said = new Set();
      for (let x = 0.02; x < 1; x += 0.03) for (let y = 0.02; y < 1; y += 0.03) {
        const at = { clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true };
        const target = document.elementFromPoint(at.clientX, at.clientY);
        if (!each.contains(target)) continue;
        target.dispatchEvent(touch ? new MouseEvent("click", at) : new PointerEvent("pointermove", at));
        if (!label.hidden) said.add(label.textContent);
      }
      return [...said];
    }, Boolean(view.hasTouch));
    await page.mouse.move(0, 0);
    await field.focus();
    const keyed = [];
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft"]) {
      await page.keyboard.press(key);
      keyed.push([await said(), await page.$eval(".told", (each) => each.textContent)]);
    }
    const list = await figure.$(".actions select");
    let compared = "";
    if (list) {
      const values = await list.evaluate((each) => [...each.options].map((option) => option.value));
      for (const value of values.slice(1, 40)) {
        await list.select(value);
        compared = await figure.$eval(".compared", (each) => each.textContent);
        if (await figure.$(".picked")) break; // some have no value
      }
    }
    const picked = (await figure.$$(".picked")).length;
    found.push({ id, pointed, keyed, compared, picked });
  }
  await page.close();
  return { found, errors };
}

const dark = [{ name: "prefers-color-scheme", value: "dark" }];
console.log(JSON.stringify({
  tree: await tree(),
  dark: await contrast(dark),
  desk: await answers({ width: 1180, height: 900 }),
  phone: await answers({ width: 360, height: 740, isMobile: true, hasTouch: true }),
}));
await browser.close();
