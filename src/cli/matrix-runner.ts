import type { MatrixTrial } from "../explore/matrix/trial.ts";
import { type MatrixResult, type MatrixTask, runCell } from "./matrix-task.ts";
import { onAllCores } from "./on-all-cores.ts";
import { threadModule } from "./thread-module.ts";

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
  return onAllCores<MatrixTask, MatrixResult, readonly (readonly MatrixTrial[])[]>(
    { module: threadModule("matrix-worker"), name: "runCell", tasks: tasks.length },
    (pool) => Promise.all(tasks.map(async (task) => finished(await pool.run(task)))),
  );
}
