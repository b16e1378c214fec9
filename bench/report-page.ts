/** The report's page: how long it takes to draw, how large it is, how fast it simulates in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { clientScript } from "../src/cli/client-script.ts";
import { seededChance } from "../src/engine/choice.ts";
import { liveParts } from "../src/explore/live/live-parts.ts";
import { type LiveBase, liveBase, liveReport } from "../src/explore/live/live-run.ts";
import { buildReport } from "../src/explore/report/build-report.ts";
import type { ReportSubject } from "../src/explore/report/report-header.ts";
import { pipelineOf, simulate } from "../src/explore/run-scenario.ts";
import { digestOf } from "../src/explore/seed-digest.ts";
import type { InputRow } from "../src/oracle/evidence.ts";
import { embeddedJson } from "../src/report/html/markup/embedded.ts";
import { reportPage } from "../src/report/html/page/document.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { startBrowser } from "../test/browser/browser.ts";
import { medianMillis, medianPair } from "./timing.ts";

function subjectOf(scenario: Scenario): ReportSubject {
  const shown = simulate(scenario.options, scenario.properties, 1);
  const head = { file: "bench.yaml", version: "0", inputs: "0".repeat(64) };
  return { ...head, scenario, digests: [digestOf(shown)], shown };
}

export interface PageFigures {
  /** Milliseconds to draw the page of the run, and to embed its records as they are. */
  readonly draw: number;
  readonly embed: number;
  readonly bytes: number;
  /** With the simulator in it. */
  readonly liveBytes: number;
}

/** The page of that run, against a page that embeds every record of it as JSON. */
export async function drawnAgainstEmbedded(scenario: Scenario): Promise<PageFigures> {
  const subject = subjectOf(scenario);
  const model = buildReport(subject, { reruns: 0 });
  const script = await clientScript("report");
  const live = { script: await clientScript("live"), live: liveParts(liveBase(subject)) };
  const parts = { model, script, live: undefined };
  const rows = rowsOf(scenario);
  const { a, b } = medianPair(
    5,
    () => void reportPage(parts),
    () => void `<script type="application/json">${embeddedJson(rows)}</script>`,
  );
  const [bytes = 0, liveBytes = 0] = [parts, { ...parts, ...live }].map((one) =>
    Buffer.byteLength(reportPage(one)),
  );
  return { draw: a, embed: b, bytes, liveBytes };
}

function rowsOf({ options }: Scenario): readonly InputRow[] {
  const { input } = pipelineOf(options, seededChance(1));
  const rows: InputRow[] = [];
  for (let partition = 0; partition < input.partitions; partition++) {
    for (let offset = 0; offset < input.count(partition); offset++) {
      const row = { id: 0, ts: 0, key: 0, value: 0, arrivalMicros: 0 };
      input.readInto(partition, offset, row);
      rows.push(row);
    }
  }
  return rows;
}

const REPETITIONS = 9;

/** Milliseconds of one live run in a browser and in Node; undefined: no browser starts. */
export async function browserAgainstNode(
  scenario: Scenario,
): Promise<{ readonly page: number; readonly node: number } | undefined> {
  const found = await startBrowser();
  if (found === undefined) return undefined;
  const subject = subjectOf(scenario);
  const base = liveBase(subject);
  const node = medianMillis(REPETITIONS, () => void liveReport(base, moves(1)));
  const page = await inThePage(subject, base, found.browser);
  await found.browser.close();
  return { page, node };
}

function moves(i: number): Readonly<Record<string, number>> {
  return { "kubernetes.watch-latency": 100_000 + 10_000 * i };
}

/** By links, as a reviewer shares them; each is simulated anew, and the page says how long it took. */
async function inThePage(
  subject: ReportSubject,
  base: LiveBase,
  browser: NonNullable<Awaited<ReturnType<typeof startBrowser>>>["browser"],
): Promise<number> {
  const folder = mkdtempSync(`${tmpdir()}/handover-bench-`);
  const model = buildReport(subject, { reruns: 0 });
  const script = await clientScript("live");
  writeFileSync(`${folder}/page.html`, reportPage({ model, script, live: liveParts(base) }));
  const page = await browser.newPage();
  await page.goto(pathToFileURL(`${folder}/page.html`).href);
  await page.waitForSelector(".move");
  const times: number[] = [];
  for (let i = 0; i < REPETITIONS + 3; i++) {
    const [[path, value] = ["", 0]] = Object.entries(moves(i));
    await page.evaluate(`location.assign("#?live.${path}=${value}")`);
    const text = `${100 + 10 * i}\u00a0ms instead of`;
    await page.waitForSelector(`.live-bar:has-text("${text}")`, { timeout: 120_000 });
    const told = await page.locator(".live-bar").innerText();
    times.push(Number(/Simulated in (\d+) ms/.exec(told)?.[1]));
    // The gauge is measured behind it, which is not what is timed.
    await page.waitForTimeout(200);
  }
  await page.close();
  rmSync(folder, { recursive: true });
  const sorted = times.slice(3).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
