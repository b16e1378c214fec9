import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { xAt } from "../../src/report/client/plot-pointer.ts";
import { WIDTH } from "../../src/report/html/charts/frame.ts";
import { HEAD_HEIGHT } from "../../src/report/html/charts/timeline-head.ts";
import { LANE, momentOf } from "../../src/report/html/charts/timeline-plot.ts";
import { modelOf } from "../report/html/fixture.ts";
import { startBrowser } from "./browser.ts";
import { type OpenedPage, opened, writtenPage } from "./opened-page.ts";

const found = await startBrowser();
const browser = found?.browser;
const model = modelOf();
const first = model.data.failures.shown[0]!;

describe.skipIf(browser === undefined)("a reader", () => {
  let url = "";
  let shown: OpenedPage;

  beforeAll(async () => {
    url = await writtenPage(model);
    shown = await opened(browser!, url);
  });

  beforeEach(async () => {
    await shown.page.keyboard.press("Escape");
    await shown.page.evaluate(() => window.scrollTo(0, 0));
  });

  afterAll(async () => {
    expect(shown.complaints).toEqual([]);
    await browser?.close();
  });

  const hash = (): string => decodeURIComponent(new URL(shown.page.url()).hash);
  const ticks = (): Promise<string> =>
    shown.page.locator("#timeline-chart").evaluate((svg) => svg.textContent ?? "");

  it("zooms in and out of all charts at once, and has it in the link", async () => {
    const before = await ticks();
    await shown.page.keyboard.press("+");
    expect(hash()).toMatch(/\?t=[-.\d]+\.\.[-.\d]+/);
    expect(await ticks()).not.toBe(before);
    await shown.page.keyboard.press("0");
    expect(hash()).not.toContain("t=");
    expect(await ticks()).toBe(before);
  });

  it("drags over a part of a chart to see it closer", async () => {
    const box = await shown.page.locator("#watermarks-chart").boundingBox();
    const y = (box?.y ?? 0) + 100;
    await shown.page.mouse.move((box?.x ?? 0) + 500, y);
    await shown.page.mouse.down();
    await shown.page.mouse.move((box?.x ?? 0) + 700, y);
    await shown.page.mouse.up();
    const [from = 0, to = 0] = (/t=([^&]+)/.exec(hash())?.[1] ?? "").split("..").map(Number);
    expect(to - from).toBeGreaterThan(2);
    expect(to - from).toBeLessThan(6);
  });

  it("points at a chart and sees one cursor on all, and what was so then", async () => {
    const box = await shown.page.locator("#watermarks-chart").boundingBox();
    await shown.page.mouse.move((box?.x ?? 0) + 600, (box?.y ?? 0) + 100);
    expect(await shown.page.locator(".cursor").count()).toBe(4);
    expect(await shown.page.locator(".readout").innerText()).toMatch(/Blue: watermark .* behind/);
  });

  it("goes from failure to failure", async () => {
    await shown.page.keyboard.press("f");
    expect(await shown.page.locator("#said").innerText()).toContain("Failure 1 of");
    await shown.page.keyboard.press("F");
    const { length } = model.data.failures.shown;
    expect(await shown.page.locator("#said").innerText()).toContain(
      `Failure ${length} of ${length}`,
    );
  });

  it("clicks on a failure in the timeline to see why", async () => {
    await shown.page.evaluate(() => document.getElementById("timeline")?.scrollIntoView());
    const svg = shown.page.locator("#timeline-chart");
    const box = await svg.boundingBox();
    const { focus, window } = model.header.clock;
    const x = xAt(momentOf(model, first) ?? 0, focus ?? window);
    const scale = (box?.width ?? 0) / WIDTH;
    const y = HEAD_HEIGHT + first.lane * LANE + 28;
    await shown.page.mouse.click((box?.x ?? 0) + x * scale, (box?.y ?? 0) + y * scale);
    await shown.page.waitForTimeout(200);
    expect(hash()).toBe(`#why/${first.id}`);
    const top = await shown.page.evaluate(
      (id) => document.getElementById(id)?.getBoundingClientRect().top,
      `why/${first.id}`,
    );
    expect(Math.abs(top ?? 900)).toBeLessThan(60);
  });

  it("filters the failures, and has it in the link", async () => {
    await shown.page.keyboard.press("/");
    await shown.page.keyboard.type("out:dup");
    const visible = shown.page.locator("#failures tbody tr:not([hidden])");
    expect(await visible.count()).toBe(model.data.failures.byKind.duplicate);
    expect(hash()).toContain("q=out:dup");
    await shown.page.locator("input[type=search]").fill("");
    expect(await visible.count()).toBe(model.data.failures.shown.length);
    await shown.page.keyboard.press("Escape");
  });

  it("points at a cell of the ledger for its counts, and clicks for its failures", async () => {
    const { page } = shown;
    await page.locator("#ledger").evaluate((section) => section.scrollIntoView());
    const cell = await page.locator("#ledger .cell-lost").nth(2).boundingBox();
    const place = [(cell?.x ?? 0) + 4, (cell?.y ?? 0) + 4] as const;
    await page.mouse.move(...place);
    expect(await page.locator(".readout").innerText()).toMatch(/^Partition \d.*\d+ lost/s);
    await page.mouse.click(...place);
    await expect.poll(hash).toMatch(/^#failures\?q=p:\d+\+ts:[-.\d]+$/);
    expect(await page.locator("#failures tbody tr:not([hidden])").count()).toBeGreaterThan(0);
    expect(await page.locator(".readout").isVisible()).toBe(false);
    await page.locator("input[type=search]").fill("");
  });

  it("walks over the ledger by arrows, and opens a cell with Enter", async () => {
    const { page } = shown;
    await page.mouse.move(2, 2);
    await page.keyboard.press("Tab");
    await page.locator("#ledger .chart").focus();
    expect(await page.locator(".cell-mark").count()).toBe(1);
    const counts = await page.locator(".readout").innerText();
    expect(counts).toMatch(/lost|duplicated/);
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".readout").innerText()).not.toBe(counts);
    expect(await page.locator("#said").innerText()).toContain("once by");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await expect.poll(hash).toContain("q=p:");
    expect(await page.locator("#said").innerText()).toMatch(/^\d+ failures$/);
    await page.locator("input[type=search]").fill("");
  });

  it("clicks on a subtask's name to see it stand out in every chart, until Esc", async () => {
    const { page } = shown;
    const faded = page.locator("#watermarks .faded, #timeline .faded, #transactions .faded");
    expect(await faded.count()).toBe(0);
    const before = await page.locator("#report").innerHTML();
    const name = page.locator("#timeline-chart [data-subtask='incoming/2']");
    await name.click({ timeout: 10_000 });
    await expect.poll(hash).toContain("subtask=incoming/2");
    for (const chart of ["watermarks", "timeline", "transactions"])
      expect(await page.locator(`#${chart}-chart .faded`).count(), chart).toBeGreaterThan(0);
    expect(await page.locator("#watermarks-chart .line.decisive").count()).toBe(1);
    expect(await name.getAttribute("class")).not.toContain("faded");
    expect(await page.locator("#said").innerText()).toBe("Green/2 stands out.");
    await page.keyboard.press("Escape");
    expect(await page.locator("#report").innerHTML()).toBe(before);
  });

  it("goes from subtask to subtask by a key", async () => {
    const { page } = shown;
    await page.keyboard.press("s");
    await expect.poll(hash).toContain("subtask=outgoing/0");
    await page.keyboard.press("S");
    await expect.poll(hash).toContain("subtask=incoming/3");
    await page.keyboard.press("Escape");
    await expect.poll(hash).not.toContain("subtask");
  });

  it("sees how far watermarks are behind", async () => {
    await shown.page.keyboard.press("l");
    expect(hash()).toContain("view=lag");
    expect(await shown.page.locator("#watermarks-chart").innerHTML()).toContain(">behind<");
  });

  it("goes to a section by its number", async () => {
    await shown.page.keyboard.press("3");
    const box = await shown.page.locator("#ledger").boundingBox();
    expect(Math.abs(box?.y ?? 900)).toBeLessThan(60);
  });

  it("lists the keys, and can switch those of a single sign off", async () => {
    await shown.page.keyboard.press("?");
    expect(await shown.page.locator("dialog").innerText()).toContain("next failure");
    await shown.page.locator("#letter-keys").uncheck();
    await shown.page.getByRole("button", { name: "Close" }).click();
    await shown.page.keyboard.press("+");
    expect(hash()).toContain("keys=off");
    expect(hash()).not.toContain("t=");
    await shown.page.getByRole("button", { name: "Keys" }).click();
    await shown.page.locator("#letter-keys").check();
    await shown.page.getByRole("button", { name: "Close" }).click();
  });

  it("reaches every chart and table by the tab key alone", async () => {
    const names = new Set<string>();
    await shown.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (let i = 0; i < 70; i++) {
      await shown.page.keyboard.press("Tab");
      names.add(
        await shown.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? ""),
      );
    }
    for (const chart of [
      "watermarks and toggle",
      "who emitted each record",
      "ledger by event time",
    ])
      expect(names).toContain(`Chart: ${chart}`);
    expect(names).toContain("Failures");
  });

  it("sees the toggle first where the charts are wider than the screen", async () => {
    const { page } = await opened(browser!, url, { width: 390 });
    const toggle = page.locator("#watermarks-chart", { hasText: "proposes at" });
    const seen = await toggle.evaluate(
      (svg, written) => {
        const scroller = svg.closest(".scroll");
        return written - (scroller?.scrollLeft ?? 0);
      },
      xAt(model.handover.toggle?.writtenAt ?? 0, model.header.clock.window),
    );
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(390);
    await page.context().close();
  });

  it.each([
    ["#ledger", "ledger"],
    [`#why/${encodeURIComponent(first.id)}`, `why/${first.id}`],
    ["#timeline?t=4..6&q=p:2", "timeline"],
  ])("follows the link %s", async (link, id) => {
    const { page, complaints } = await opened(browser!, url, { hash: link });
    await page.waitForTimeout(200);
    const top = await page.evaluate(
      (to) => document.getElementById(to)?.getBoundingClientRect().top,
      id,
    );
    expect(Math.abs(top ?? 900)).toBeLessThan(60);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
