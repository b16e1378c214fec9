import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { clientScript } from "../../src/cli/client-script.ts";
import type { LiveParts } from "../../src/explore/live/live-parts.ts";
import type { ReportModel } from "../../src/explore/report-model.ts";
import { reportPage } from "../../src/report/html/page/document.ts";

const folder = mkdtempSync(`${tmpdir()}/handover-pages-`);
let count = 0;

/** Writes the page of that run, as the command does; its address on disk. */
export async function writtenPage(model: ReportModel, live?: LiveParts): Promise<string> {
  const script = await clientScript(live === undefined ? "report" : "live");
  const file = `${folder}/page-${count++}.html`;
  writeFileSync(file, reportPage({ model, script, live }));
  return pathToFileURL(file).href;
}

/** A page that is open, and what was heard of it since. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors of its scripts and policy, and addresses that it asked for besides its own. */
  readonly complaints: readonly string[];
}

export interface Look extends Pick<BrowserContextOptions, "colorScheme" | "javaScriptEnabled"> {
  readonly width?: number;
  readonly height?: number;
  readonly hash?: string;
}

/** A machine that others use, too, may stand still for longer than a browser's usual patience. */
export async function patientContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(200_000);
  return context;
}

/** Opens it from disk and waits until its script is in place. */
export async function opened(browser: Browser, url: string, look: Look = {}): Promise<OpenedPage> {
  const { width = 1400, height = 900, hash = "", ...rest } = look;
  const context = await patientContext(browser, { viewport: { width, height }, ...rest });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked.split("#")[0] !== url && !asked.startsWith("data:"))
      complaints.push(`asks for ${asked}`);
  });
  await page.goto(`${url}${hash}`);
  if (rest.javaScriptEnabled !== false) await page.waitForSelector("#tools button");
  return { page, complaints };
}
