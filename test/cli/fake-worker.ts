import { workerData } from "piscina";
import { type SeedResult, seedResults } from "../../src/cli/seed-task.ts";
import { fakeRun } from "./fake-simulator.ts";

/** What `src/cli/seed-worker.ts` does, with made-up outcomes. */
export function runSeeds(seeds: readonly number[]): readonly SeedResult[] {
  return [...seedResults(fakeRun, workerData, seeds)];
}
