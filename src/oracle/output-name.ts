import { offsetOf, partitionOf } from "./record-slots.ts";
import type { OutputName } from "./witness.ts";

/** The identity of a row of an `OutputBatch`, in words. */
export function outputName(id: number, key: number, ts: number, windowStart: number): OutputName {
  if (id < 0) return { kind: "result", stage: -1 - id, key, start: windowStart, end: ts + 1 };
  const sub = subIndexOf(windowStart);
  return { kind: "record", partition: partitionOf(id), offset: offsetOf(id), sub };
}

/** A record that no flat-map forked may carry NaN, as it is in no window. */
export function subIndexOf(windowStart: number): number {
  return Number.isNaN(windowStart) ? 0 : windowStart;
}
