import { workerData } from "piscina";
import { type SeedResult, seedResults } from "./seed-task.ts";
import { run } from "./simulator.ts";

/** A worker's task: these seeds of the scenario that it was started with. */
export function runSeeds(seeds: readonly number[]): readonly SeedResult[] {
  return [...seedResults(run, workerData, seeds)];
}
