import type { WatchedRun } from "../watched-run.ts";

/** So far back a newer record is looked for. */
const LOOKED_AT = 20_000;

/**
 * The event time at which the record would have been in order: that of the newest one before it in
 * its partition; its own if it was.
 */
export function timeInOrder({ pipeline }: WatchedRun, partition: number, offset: number): number {
  const row = { id: 0, ts: 0, key: 0, value: 0 };
  pipeline.input.readInto(partition, offset, row);
  let newest = row.ts;
  for (let at = Math.max(0, offset - LOOKED_AT); at < offset; at++) {
    pipeline.input.readInto(partition, at, row);
    if (row.ts > newest) newest = row.ts;
  }
  return newest;
}
