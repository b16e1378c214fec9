import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { MatrixTrial } from "../explore/matrix/trial.ts";
import { type MatrixResult, type MatrixTask, runCell } from "./matrix-task.ts";

/** Below so many runs no worker is started. */
const WORTH_WORKERS = 24;

/**
 * Runs every task, on all cores if that is worth it; gives what came in the order of the tasks.
 * Throws what a run threw: that is a fault of ours.
 */
export async function runCells(
  tasks: readonly MatrixTask[],
  done: (tasks: number) => void,
): Promise<readonly (readonly MatrixTrial[])[] | "interrupted"> {
  let count = 0;
  const finished = (result: MatrixResult): readonly MatrixTrial[] => {
    if (!result.ok) throw new Error(result.thrown.stack || result.thrown.message);
    done(++count);
    return result.trials;
  };
  const runs = tasks.reduce((sum, { seeds }) => sum + seeds.length, 0);
  if (runs < WORTH_WORKERS) return tasks.map((task) => finished(runCell(task)));
  const threads = Math.min(availableParallelism(), tasks.length);
  const pool = new Piscina<MatrixTask, MatrixResult>({
    filename: WORKER.href,
    name: "runCell",
    minThreads: threads,
    maxThreads: threads,
  });
  let interrupt = (): void => {};
  const interrupted = new Promise<"interrupted">((resolve) => {
    interrupt = () => resolve("interrupted");
  });
  process.once("SIGINT", interrupt);
  try {
    const all = Promise.all(tasks.map(async (task) => finished(await pool.run(task))));
    return await Promise.race([interrupted, all]);
  } finally {
    process.off("SIGINT", interrupt);
    await pool.destroy();
  }
}

// From source, a worker has to learn TypeScript first, as Node 20 does not read it.
const WORKER: URL = new URL(
  import.meta.url.endsWith(".ts") ? "./matrix-worker-from-source.mjs" : "./matrix-worker.js",
  import.meta.url,
);
