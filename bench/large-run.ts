/**
 * One run of so many records in a process of its own, as it is installed: no loader beside it. Prints
 * milliseconds and the largest resident set in MB. `large-run-process.ts` starts it.
 */
import { runScenario } from "../src/explore/run-scenario.ts";
import { windowedHandover } from "./scenarios.ts";
import { millisOf } from "./timing.ts";

const scenario = windowedHandover(Number(process.argv[2]), 16);
const millis = millisOf(() => {
  const { verdict } = runScenario(scenario, 1);
  if (verdict.status === "inconclusive") throw new Error("inconclusive");
});
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ millis, megabytes }));
