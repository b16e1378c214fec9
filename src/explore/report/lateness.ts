import type { WatchedRun } from "./watched-run.ts";

/** How far behind the newest record of its partition any record was (µs). */
export function latenessOf({ pipeline, options, outcome }: WatchedRun): number {
  const { traffic } = options.source;
  if (traffic.kind === "generated") {
    const late = traffic.late.share > 0 ? traffic.late.byMillis : 0;
    return (traffic.disorderMillis + late) * 1_000;
  }
  const row = { id: 0, ts: 0, key: 0, value: 0, arrivalMicros: 0 };
  let most = 0;
  for (let partition = 0; partition < pipeline.input.partitions; partition++) {
    let newest = Number.NEGATIVE_INFINITY;
    for (let offset = 0; offset < (outcome.arrived[partition] ?? 0); offset++) {
      pipeline.input.readInto(partition, offset, row);
      if (row.ts > newest) newest = row.ts;
      else most = Math.max(most, newest - row.ts);
    }
  }
  return most * 1_000;
}
