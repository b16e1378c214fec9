import { type MatrixTrial, tryCell } from "../explore/matrix/trial.ts";
import type { Runnable } from "../explore/run-many.ts";
import { type Thrown, thrownOf } from "./seed-task.ts";

/** Some seeds of one cell. */
export interface MatrixTask {
  readonly scenario: Runnable;
  readonly seeds: readonly number[];
}

export type MatrixResult =
  | { readonly ok: true; readonly trials: readonly MatrixTrial[] }
  | { readonly ok: false; readonly thrown: Thrown };

/** What came of a task, as plain data that crosses threads. */
export function runCell({ scenario, seeds }: MatrixTask): MatrixResult {
  try {
    return { ok: true, trials: seeds.map((seed) => tryCell(scenario, seed)) };
  } catch (error) {
    return { ok: false, thrown: thrownOf(error) };
  }
}
