import { type Frontier, recordIdOf } from "./evidence.ts";

/** Whether the run owes that output of a record, which readers have not seen. */
export function owesRecord(
  { offsets, heldBack }: Frontier,
  partition: number,
  offset: number,
  sub: number,
): boolean {
  if (offset >= (offsets[partition] ?? 0)) return false;
  return heldBack?.hasRecord(recordIdOf(partition, offset), sub) !== true;
}

/** Whether the run owes that result, which readers have not seen. */
export function owesResult(
  { resultsUpTo, heldBack }: Frontier,
  stage: number,
  key: number,
  start: number,
  end: number,
): boolean {
  return end <= resultsUpTo && heldBack?.hasResult(stage, key, start, end) !== true;
}
