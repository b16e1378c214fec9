/**
 * One figure in a process of its own, as it is installed: no loader beside it, and nothing of other
 * figures in its memory. Prints milliseconds and the largest resident set in MB. `apart-process.ts`
 * starts it.
 */
import { runScenario } from "../src/explore/run-scenario.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { smallHandover, windowedHandover } from "./scenarios.ts";
import { medianMillis, millisOf } from "./timing.ts";

function main(figure: string, size: number): number {
  if (figure === "records") return millisOf(() => judge(windowedHandover(size, 16), 1, 1));
  if (figure === "parallelism")
    return medianMillis(3, () => judge(windowedHandover(1e6, size), 1, 1));
  if (figure === "seeds") {
    const scenario = smallHandover();
    let first = 1;
    return medianMillis(5, () => {
      judge(scenario, first, size);
      first += size;
    });
  }
  throw new Error(`no figure ${figure}`);
}

/** A run that judged nothing has measured nothing; in a few seeds a fault comes too late to strike. */
function judge(scenario: Scenario, first: number, seeds: number): void {
  let inconclusive = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    if (runScenario(scenario, seed).verdict.status === "inconclusive") inconclusive++;
  }
  if (inconclusive > seeds / 50) throw new Error(`${inconclusive} of ${seeds} inconclusive`);
}

const millis = main(process.argv[2] ?? "", Number(process.argv[3]));
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ millis, megabytes }));
