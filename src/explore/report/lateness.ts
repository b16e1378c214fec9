import { sourcesOf } from "../../model/source/sources.ts";
import type { InputLog } from "../../oracle/evidence.ts";
import type { WatchedRun } from "./watched-run.ts";

/** How far behind the newest record of its partition any record was, or could be (µs). */
export function latenessOf({ pipeline, options, outcome }: WatchedRun): number {
  let most = 0;
  for (const { options: source, firstPartition, partitions } of sourcesOf(options)) {
    const { traffic } = source;
    if (traffic.kind === "generated") {
      const late = traffic.late.share > 0 ? traffic.late.byMillis : 0;
      most = Math.max(most, traffic.disorderMillis + late);
      continue;
    }
    for (let partition = firstPartition; partition < firstPartition + partitions; partition++) {
      const arrived = outcome.arrived[partition] ?? 0;
      most = Math.max(most, latenessIn(pipeline.input, partition, arrived));
    }
  }
  return most * 1_000;
}

function latenessIn(input: InputLog, partition: number, arrived: number): number {
  const row = { id: 0, ts: 0, key: 0, value: 0 };
  let newest = Number.NEGATIVE_INFINITY;
  let most = 0;
  for (let offset = 0; offset < arrived; offset++) {
    input.readInto(partition, offset, row);
    if (row.ts > newest) newest = row.ts;
    else most = Math.max(most, newest - row.ts);
  }
  return most;
}
