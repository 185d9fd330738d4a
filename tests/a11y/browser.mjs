// The browser of these programs, without a network of its own, and what several of them do in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

export const PATIENCE = 240000;

export const launch = (chromium) => puppeteer.launch({
  executablePath: chromium,
  protocolTimeout: 2 * PATIENCE,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

export const axeSource = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// JupyterLab draws an idle kernel before the kernel listens: what is run then is lost.
export async function runAll(page) {
  await page.waitForFunction(() => window.jupyterapp?.shell.currentWidget?.sessionContext, { timeout: PATIENCE });
  await page.evaluate(async () => {
    const { sessionContext } = window.jupyterapp.shell.currentWidget;
    await sessionContext.ready;
    await sessionContext.session.kernel.info;
    await window.jupyterapp.commands.execute("runmenu:run-all");
  });
}
