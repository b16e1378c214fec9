import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GALLERY } from "../../reports/gallery.ts";
import { startBrowser } from "./browser.ts";
import { drawingFaults } from "./drawing-faults.ts";
import { belowTheFold } from "./first-screen.ts";
import { darkObjections, objections } from "./objections.ts";
import { type OpenedPage, opened, patientContext } from "./opened-page.ts";

const found = await startBrowser();
const browser = found?.browser;

function urlOf(name: string): string {
  return pathToFileURL(`reports/${name}.html`).href;
}

afterAll(async () => {
  await browser?.close();
});

describe.skipIf(browser === undefined).each(GALLERY)("the gallery's page $name", ({ name }) => {
  let shown: OpenedPage;

  beforeAll(async () => {
    shown = await opened(browser!, urlOf(name));
  });

  afterAll(async () => {
    await shown.page.context().close();
  });

  it("has verdict, margin, properties and what to change on its first screen, 1400 by 900", async () => {
    expect(await belowTheFold(shown.page, ["#gauge-chart"])).toEqual([]);
  });

  it("is no wider than a telephone, and has no text over another", async () => {
    expect(await drawingFaults(shown.page)).toEqual([]);
    await shown.page.setViewportSize({ width: 390, height: 800 });
    const wide = await shown.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    expect(shown.complaints).toEqual([]);
  });
});

describe.skipIf(browser === undefined).each(["slow-message", "index"])("the page %s", (name) => {
  it("has nothing that axe objects to, light or dark", async () => {
    const context = await patientContext(browser!);
    const page = await context.newPage();
    await page.goto(urlOf(name));
    if (name !== "index") await page.waitForSelector(".move");
    expect(await objections(page)).toEqual([]);
    expect(await darkObjections(page)).toEqual([]);
    await context.close();
  });
});

describe.skipIf(browser === undefined)("the gallery's list", () => {
  it("leads to each page", async () => {
    const context = await patientContext(browser!);
    const page = await context.newPage();
    await page.goto(urlOf("index"));
    const links = await page
      .locator("main a")
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
    expect(links).toEqual(GALLERY.map(({ name }) => urlOf(name)));
    await context.close();
  });
});
