import { runScenario } from "../src/explore/run-scenario.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { type Apart, apart } from "./apart-process.ts";
import { mm1OnClosures } from "./mm1-closures.ts";
import { mm1OnTheEngine } from "./mm1-kernel.ts";
import { mm1Luck } from "./mm1-luck.ts";
import { browserAgainstNode, drawnAgainstEmbedded } from "./report-page.ts";
import { flights, windowedHandover } from "./scenarios.ts";
import { straightLine } from "./straight-line.ts";
import { medianPair } from "./timing.ts";

interface Row {
  readonly figure: string;
  readonly measured: string;
  readonly goal: string;
}

const CUSTOMERS = 300_000;
const SEEDS = 400;

async function main(): Promise<void> {
  const simulated = [kernel(), pipeline(), ...inProcessesOfTheirOwn()];
  const rows = [...simulated, ...(await page())];
  const width = (key: keyof Row): number => Math.max(...rows.map((row) => row[key].length));
  for (const { figure, measured, goal } of rows) {
    console.log(
      `${figure.padEnd(width("figure"))}  ${measured.padStart(width("measured"))}  ${goal}`,
    );
  }
}

function kernel(): Row {
  const luck = mm1Luck();
  const ours = mm1OnTheEngine(CUSTOMERS, luck);
  const theirs = mm1OnClosures(CUSTOMERS, luck);
  if (ours.sojourn !== theirs.sojourn) throw new Error("the two queues differ");
  const { a, b } = medianPair(
    9,
    () => void mm1OnTheEngine(CUSTOMERS, luck),
    () => void mm1OnClosures(CUSTOMERS, luck),
  );
  return {
    figure: "kernel: M/M/1, engine against closures on a binary heap of objects",
    measured: `${(b / a).toFixed(2)}x faster`,
    goal: ">= 1.8x",
  };
}

function pipeline(): Row {
  const scenario = windowedHandover(1e6, 16);
  const { a, b } = medianPair(
    3,
    () => judged(scenario),
    () => void straightLine(scenario, 1),
  );
  return {
    figure: "1e6 records, P=16, two jobs, window, 3 failures, against a straight line",
    measured: `${(a / b).toFixed(2)}x`,
    goal: "<= 6x, aim for 3.5x",
  };
}

/** What shows only when nothing else has run in the process. */
function inProcessesOfTheirOwn(): Row[] {
  const [one, ten, narrow, wide, small] = apart([
    ["records", 1e6],
    ["records", 1e7],
    ["parallelism", 16],
    ["parallelism", 128],
    ["seeds", SEEDS],
  ]) as [Apart, Apart, Apart, Apart, Apart];
  return [
    {
      figure: "1e7 against 1e6 records",
      measured: `${(ten.millis / one.millis).toFixed(2)}x`,
      goal: "<= 10x",
    },
    {
      figure: "largest resident set with 1e7 records",
      measured: `${Math.round(ten.megabytes)} MB`,
      goal: "<= 200 MB",
    },
    {
      figure: "P=128 against P=16",
      measured: `${(wide.millis / narrow.millis).toFixed(2)}x`,
      goal: "<= 4x",
    },
    {
      figure: "small scenario: 1 000 records, P=4, 2 failures, one core",
      measured: `${Math.round((SEEDS * 1_000) / small.millis)} seeds/s`,
      goal: ">= 800, aim for 1500",
    },
  ];
}

/** The report of a large run, and a small one that is simulated again in a browser. */
async function page(): Promise<readonly Row[]> {
  const { draw, embed, bytes, liveBytes } = await drawnAgainstEmbedded(windowedHandover(1e6, 16));
  const live = await browserAgainstNode(flights());
  const measured =
    live === undefined
      ? "no browser"
      : `${(live.page / live.node).toFixed(2)}x, ${Math.round(live.page)} ms`;
  return [
    {
      figure: "report of 1e6 records: drawing its page against embedding its records as JSON",
      measured: `${(draw / embed).toFixed(2)}x`,
      goal: "<= 0.7x",
    },
    {
      figure: "size of that page, and with the simulator in it",
      measured: `${Math.round(bytes / 1_000)} kB, ${Math.round(liveBytes / 1_000)} kB`,
      goal: "<= 500 kB, <= 1200 kB",
    },
    {
      figure: "npm start's run, a setting moved: in the page against Node",
      measured,
      goal: "<= 2x, <= 300 ms",
    },
  ];
}

// A run that judged nothing has measured nothing.
function judged(scenario: Scenario, seed = 1): void {
  const { verdict } = runScenario(scenario, seed);
  if (verdict.status === "inconclusive") throw new Error(`seed ${seed}: inconclusive`);
}

await main();
