import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DiskFiles } from "../../src/cli/files.ts";
import { liveParts } from "../../src/explore/live/live-parts.ts";
import { type LiveBase, liveBase, liveReport } from "../../src/explore/live/live-run.ts";
import type { LiveValues } from "../../src/explore/live/live-settings.ts";
import { buildReport } from "../../src/explore/report/build-report.ts";
import type { ReportModel } from "../../src/explore/report-model.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import { digestOf } from "../../src/explore/seed-digest.ts";
import { sectionsOf } from "../../src/report/html/page/sections.ts";
import { loadScenario } from "../../src/scenario/load-scenario.ts";
import { startBrowser } from "./browser.ts";
import { type OpenedPage, opened, writtenPage } from "./opened-page.ts";

const found = await startBrowser();
const browser = found?.browser;

interface Reported {
  readonly model: ReportModel;
  readonly base: LiveBase;
}

function reported(file: string, seed: number): Reported {
  const loaded = loadScenario(file, new DiskFiles("0"));
  if (!loaded.ok) throw new Error(readFileSync(file, "utf8"));
  const { scenario } = loaded;
  const shown = simulate(scenario.options, scenario.properties, seed);
  const head = { file, version: "0", inputs: "0".repeat(64) };
  const subject = { ...head, scenario, digests: [digestOf(shown)], shown };
  return { model: buildReport(subject, { reruns: 16 }), base: liveBase(subject) };
}

/** Words of a section as a page shows them, drawn from that model. */
async function drawnWords({ page }: OpenedPage, model: ReportModel, id: string): Promise<string> {
  const markup = sectionsOf(model).find((section) => section.id === id)?.markup.text ?? "";
  return page.evaluate((text) => {
    const template = document.createElement("template");
    template.innerHTML = text;
    return template.content.textContent ?? "";
  }, markup);
}

const SCENARIOS = [
  ["scenarios/flights.yaml", { "handover.deletion-delay": 2_000_000 }],
  ["scenarios/flights.yaml", { "outgoing.watermarks.bound": 1_000_000 }],
  ["scenarios/flights.yaml", { "kubernetes.watch-latency": 8_000_000 }],
  ["scenarios/flights.yaml", { "outgoing.checkpointing.interval": 30_000_000 }],
  ["scenarios/flights.yaml", { "handover.protocol": "basic" }],
] as const satisfies readonly (readonly [string, LiveValues])[];

describe.skipIf(browser === undefined)("the simulator in the page", () => {
  let run: Reported;
  let url = "";
  let shown: OpenedPage;

  beforeAll(async () => {
    run = reported("scenarios/flights.yaml", 1);
    url = await writtenPage(run.model, liveParts(run.base));
    shown = await opened(browser!, url);
    await shown.page.waitForSelector(".move");
  });

  afterAll(async () => {
    expect(shown.complaints).toEqual([]);
    await browser?.close();
  });

  it.each(SCENARIOS)("shows what Node simulates: %s with %j", async (_, values) => {
    const [[path, value] = ["", 0]] = Object.entries(values);
    const page = await opened(browser!, url, { hash: `#?live.${path}=${value}` });
    await page.page.waitForSelector(".live-bar:not([hidden])");
    const there = liveReport(run.base, values);
    for (const id of ["watermarks", "timeline", "ledger", "transactions", "output"]) {
      const words = await page.page
        .locator(`#${id}`)
        .evaluate((section) => section.textContent ?? "");
      expect(words, id).toBe(await drawnWords(page, there, id));
    }
    const headline = await page.page.locator("h1").innerText();
    expect(await drawnWords(page, there, "verdict")).toContain(headline);
    expect(page.complaints).toEqual([]);
    await page.page.context().close();
  });

  it("keeps the slider in the reader's hand, and the state in the link", async () => {
    const slider = shown.page.locator("#move-handover\\.deletion-delay");
    await slider.focus();
    await slider.press("ArrowLeft");
    await shown.page.waitForSelector(".live-bar:not([hidden])");
    expect(new URL(shown.page.url()).hash).toContain("live.handover.deletion-delay=");
    const focused = await shown.page.evaluate(() => document.activeElement?.id);
    expect(focused).toBe("move-handover.deletion-delay");
    await slider.press("ArrowLeft");
    expect(await shown.page.locator(".move.moved").count()).toBe(1);
  });

  it("goes back to the run as reported by one key", async () => {
    const main = shown.page.locator("main");
    await shown.page.keyboard.press("b");
    await shown.page.waitForSelector(".live-bar", { state: "hidden" });
    const fresh = await opened(browser!, url);
    await fresh.page.waitForSelector(".move");
    expect(await main.innerText()).toBe(await fresh.page.locator("main").innerText());
    expect(new URL(shown.page.url()).hash).not.toContain("live");
    await fresh.page.context().close();
  });
});
