// Usage: node areas.mjs CHROMIUM PAGE NAME… prints, as JSON, the names that the search for an area
// offers, and the rows that it shows for some of them.
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const [chromium, file, ...wanted] = process.argv.slice(2);
const browser = await launch(chromium);
const page = await browser.newPage();
await page.goto(pathToFileURL(file).href);
const offered = await page.$$eval("#segnb-areas option", (options) => options.map((each) => each.value));
const shown = {};
for (const name of wanted) {
  shown[name] = await page.evaluate((value) => {
    const field = document.getElementById("segnb-area");
    field.value = value;
    field.dispatchEvent(new Event("change"));
    return [...document.querySelectorAll("#my-area tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
  }, name);
}
console.log(JSON.stringify({ offered, shown }));
await browser.close();
