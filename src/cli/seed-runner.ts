import { availableParallelism } from "node:os";
import type { Piscina } from "piscina";
import type { Runnable } from "../explore/run-many.ts";
import type { SeedDigest } from "../explore/seed-digest.ts";
import { InSeedOrder } from "../explore/seed-order.ts";
import { onAllCores } from "./on-all-cores.ts";
import { type SeedResult, seedResults, thrownOf } from "./seed-task.ts";
import type { Simulator } from "./simulator.ts";

/** Seeds to run, and who hears of each, in seed order and up to the first that throws. */
export interface SeedJob {
  readonly simulator: Simulator;
  readonly scenario: Runnable;
  readonly seeds: readonly number[];
  readonly heard: (digest: SeedDigest) => void;
}

/** How it ended: all done, one threw, or the user wanted no more. */
export type SeedsEnd = "done" | "interrupted" | Extract<SeedResult, { readonly ok: false }>;

/** Below that much work no worker is started; so long it takes to know how much there is. */
const WORTH_WORKERS_MILLIS = 1_000;
const WATCHED_MILLIS = 200;
const CHUNK_MILLIS = 100;

/**
 * Runs the seeds, on all cores if that is worth it. What is heard does not depend on it, nor on how
 * fast which worker was.
 */
export async function runAllSeeds(job: SeedJob): Promise<SeedsEnd> {
  const { simulator, scenario, seeds, heard } = job;
  const began = performance.now();
  let done = 0;
  for (const result of seedResults(simulator.run, scenario, seeds)) {
    if (!result.ok) return result;
    heard(result.digest);
    done++;
    const elapsed = performance.now() - began;
    if (isWorthWorkers(elapsed, done, seeds.length - done)) {
      return await inWorkers({ ...job, seeds: seeds.slice(done) }, elapsed / done);
    }
  }
  return "done";
}

function isWorthWorkers(elapsed: number, done: number, left: number): boolean {
  if (elapsed < WATCHED_MILLIS || left < 2 || availableParallelism() < 2) return false;
  return (elapsed / done) * left > WORTH_WORKERS_MILLIS;
}

function inWorkers(job: SeedJob, millisEach: number): Promise<SeedsEnd> {
  const { simulator, scenario, seeds } = job;
  const threadWork = {
    module: simulator.seedWorker,
    name: "runSeeds",
    tasks: seeds.length,
    workerData: { options: scenario.options, properties: scenario.properties },
  };
  return onAllCores<readonly number[], readonly SeedResult[], SeedsEnd>(
    threadWork,
    (pool, threads) => allChunks(job, pool, chunkSize(millisEach, seeds.length, threads)),
  );
}

/** Some 100 ms each, and some for every worker. */
function chunkSize(millisEach: number, seeds: number, threads: number): number {
  const fair = Math.ceil(seeds / (4 * threads));
  return Math.max(1, Math.min(fair, Math.floor(CHUNK_MILLIS / millisEach)));
}

function allChunks(
  { seeds, heard }: SeedJob,
  pool: Piscina<readonly number[], readonly SeedResult[]>,
  size: number,
): Promise<SeedsEnd> {
  return new Promise((resolve) => {
    let left = seeds.length;
    const order = new InSeedOrder<SeedResult>((result) => {
      if (!result.ok) {
        left = Number.POSITIVE_INFINITY;
        resolve(result);
      } else if (left <= seeds.length) {
        heard(result.digest);
        if (--left === 0) resolve("done");
      }
    });
    // A worker that cannot even start has no task to fail.
    pool.on("error", (error) =>
      resolve({ ok: false, seed: seeds[0] ?? 0, thrown: thrownOf(error) }),
    );
    for (let place = 0; place < seeds.length; place += size) {
      const chunk = seeds.slice(place, place + size);
      const finished = (results: readonly SeedResult[]): void => order.finished(place, results);
      const broke = (error: unknown): void =>
        finished([{ ok: false, seed: chunk[0] ?? 0, thrown: thrownOf(error) }]);
      pool.run(chunk).then(finished, broke);
    }
  });
}
