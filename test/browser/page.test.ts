import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modelOf } from "../report/html/fixture.ts";
import { HOSTILE, hostile } from "../report/html/hostile.ts";
import { startBrowser } from "./browser.ts";
import { drawingFaults, drawnTexts } from "./drawing-faults.ts";
import { belowTheFold } from "./first-screen.ts";
import { darkObjections, objections } from "./objections.ts";
import { type OpenedPage, opened, writtenPage } from "./opened-page.ts";

const found = await startBrowser();
const browser = found?.browser;

const LONG = "a name that is much longer than anybody would think of ".repeat(4);
const MODELS = {
  "records lost and duplicated": modelOf(),
  "all once": modelOf({ slowMicros: 500_000, lateEvery: 0 }),
  "nothing handed over": modelOf({ handsOver: false, slowMicros: 0 }),
  "one partition": modelOf({ partitions: 1 }),
  "sixty-four partitions": modelOf({ partitions: 64, perPartition: 120 }),
  "many failures": modelOf({ perPartition: 6_000, slowMicros: 13_000_000 }),
  "long names": hostile(modelOf({ perPartition: 120 }), LONG),
  "hostile names": hostile(modelOf({ perPartition: 120 }), HOSTILE[0]!),
};

/** A4 landscape without its margins, at 96 pixels an inch. */
const PAPER = { width: 1_047, height: 718 };
const pages = new Map<string, string>();

beforeAll(async () => {
  for (const [name, model] of Object.entries(MODELS)) pages.set(name, await writtenPage(model));
});

afterAll(async () => {
  await browser?.close();
});

function urlOf(name: string): string {
  return pages.get(name) ?? "";
}

describe.skipIf(browser === undefined).each(Object.keys(MODELS))("a page with %s", (name) => {
  let shown: OpenedPage;

  beforeAll(async () => {
    shown = await opened(browser!, urlOf(name));
  });

  afterAll(async () => {
    await shown.page.context().close();
  });

  it("has nothing that axe objects to", async () => {
    expect(await objections(shown.page)).toEqual([]);
  });

  it("keeps its contrast in the dark", async () => {
    expect(await darkObjections(shown.page)).toEqual([]);
  });

  it.each([390, 1_000, 1_400])("is no wider than a window of %i pixels", async (width) => {
    await shown.page.setViewportSize({ width, height: 900 });
    const wide = await shown.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  });

  it("has no text over another, and none that stands out of its drawing", async () => {
    expect(await drawnTexts(shown.page)).toBeGreaterThan(60);
    expect(await drawingFaults(shown.page)).toEqual([]);
  });

  it("cuts no drawing on paper: A4, landscape", async () => {
    await shown.page.setViewportSize(PAPER);
    await shown.page.emulateMedia({ media: "print", colorScheme: "dark" });
    const boxes = await shown.page.evaluate(() =>
      [...document.querySelectorAll("svg[role=img]")]
        .map((svg) => ({ id: svg.id, box: svg.getBoundingClientRect() }))
        .map(({ id, box }) => ({ id, right: box.right, width: box.width, height: box.height }))
        .filter(({ width }) => width > 0),
    );
    await shown.page.emulateMedia({ media: "screen", colorScheme: "light" });
    expect(boxes.length).toBeGreaterThanOrEqual(6);
    for (const { id, right, height } of boxes) {
      expect(right, id).toBeLessThanOrEqual(PAPER.width + 1);
      expect(height, id).toBeLessThanOrEqual(PAPER.height);
    }
  });

  it("asks for nothing and complains of nothing", async () => {
    await shown.page.keyboard.press("f");
    await shown.page.keyboard.press("+");
    expect(shown.complaints).toEqual([]);
  });
});

describe.skipIf(browser === undefined)("the first screen, 1400 by 900", () => {
  it.each([
    "records lost and duplicated",
    "all once",
  ])("holds verdict, margin, properties, settings and what to change: %s", async (name) => {
    const { page } = await opened(browser!, urlOf(name));
    expect(await belowTheFold(page, ["#gauge-chart"])).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(browser === undefined)("a page without a script", () => {
  it("says and draws the same", async () => {
    const url = urlOf("records lost and duplicated");
    const plain = await opened(browser!, url, { javaScriptEnabled: false });
    const full = await opened(browser!, url);
    const main = (page: Page): Promise<string> => page.locator("main").innerText();
    expect(await main(plain.page)).toBe(await main(full.page));
    expect(await plain.page.locator("svg[role=img]").count()).toBeGreaterThanOrEqual(7);
    expect(plain.complaints).toEqual([]);
    await plain.page.context().close();
    await full.page.context().close();
  });
});

describe.skipIf(browser === undefined)("a page with everything opened", () => {
  it("has nothing that axe objects to", async () => {
    const { page } = await opened(browser!, urlOf("one partition"));
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    expect(await objections(page)).toEqual([]);
    await page.keyboard.press("?");
    expect(await objections(page)).toEqual([]);
    await page.context().close();
  });
});

describe.skipIf(browser === undefined)("a page on paper", () => {
  it("is white, and a PDF of several pages", async () => {
    const url = urlOf("records lost and duplicated");
    const { page } = await opened(browser!, url, { colorScheme: "dark" });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const count = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
    expect(count).toBeGreaterThanOrEqual(4);
    expect(count).toBeLessThan(24);
    await page.emulateMedia({ media: "print" });
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe("rgb(255, 255, 255)");
    await page.context().close();
  });
});

describe.skipIf(browser === undefined)("the guard of the drawings", () => {
  it("finds a text over another, and one that stands out", async () => {
    const { page } = await opened(browser!, urlOf("one partition"));
    await page.evaluate(() => {
      const text = document.querySelector("#ledger-chart text");
      text?.after(text.cloneNode(true));
      document.querySelector("#output-chart text")?.setAttribute("x", "1400");
    });
    const faults = await drawingFaults(page);
    expect(faults.some((fault) => fault.includes(" over "))).toBe(true);
    expect(faults.some((fault) => fault.includes("stands out"))).toBe(true);
    await page.context().close();
  });
});
