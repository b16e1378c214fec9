import { availableParallelism } from "node:os";
import { Piscina } from "piscina";

/** What the threads do. */
export interface ThreadWork {
  /** A module that exports a function of that name, which does one task. */
  readonly module: URL;
  readonly name: string;
  /** How many there are to do: no more threads are started. */
  readonly tasks: number;
  readonly workerData?: unknown;
}

/** Starts a thread a core, and ends them when `work` is done or the user wants no more. */
export async function onAllCores<Task, Result, Came>(
  { module, name, tasks, workerData }: ThreadWork,
  work: (pool: Piscina<Task, Result>, threads: number) => Promise<Came>,
): Promise<Came | "interrupted"> {
  const threads = Math.min(availableParallelism(), tasks);
  const pool = new Piscina<Task, Result>({
    filename: module.href,
    name,
    minThreads: threads,
    maxThreads: threads,
    workerData,
  });
  let interrupt = (): void => {};
  const interrupted = new Promise<"interrupted">((resolve) => {
    interrupt = () => resolve("interrupted");
  });
  process.once("SIGINT", interrupt);
  try {
    return await Promise.race([interrupted, work(pool, threads)]);
  } finally {
    process.off("SIGINT", interrupt);
    await pool.destroy();
  }
}
