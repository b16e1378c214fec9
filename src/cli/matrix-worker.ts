/** A worker's task. */
export { runCell } from "./matrix-task.ts";
