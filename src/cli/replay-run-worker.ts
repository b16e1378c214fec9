import { workerData } from "piscina";
import { type ReplayResult, type ReplayTask, replayTasks } from "./replay-run-task.ts";

const work = replayTasks(workerData);

/** A worker's task. */
export function replay(task: ReplayTask): ReplayResult {
  return work(task);
}
