import { mix32 } from "../../engine/random.ts";
import type { Element } from "../operator/element.ts";
import type { CapturedTraffic } from "../options.ts";
import { OFFSETS_PER_PARTITION, type TopicLog } from "./topic-log.ts";

/** A recording as a topic: rows keep their order within each partition. */
export class CapturedLog implements TopicLog {
  readonly partitions: number;
  readonly keyNames: readonly string[];
  readonly #traffic: CapturedTraffic;
  /** Row numbers by partition, in offset order. */
  readonly #rows: readonly Int32Array[];

  constructor(traffic: CapturedTraffic) {
    this.partitions = traffic.partitions;
    this.keyNames = traffic.keyNames;
    this.#traffic = traffic;
    this.#rows = rowsByPartition(traffic);
  }

  arrival(partition: number, offset: number): number {
    const row = this.#rows[partition]?.[offset];
    return row === undefined
      ? Number.POSITIVE_INFINITY
      : (this.#traffic.arrivalMicros[row] as number);
  }

  endOffset(partition: number, at: number): number {
    const rows = this.#rows[partition] as Int32Array;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.arrival(partition, middle) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  read(partition: number, offset: number, into: Element): void {
    const row = (this.#rows[partition] as Int32Array)[offset] as number;
    into.id = partition * OFFSETS_PER_PARTITION + offset;
    into.ts = this.#traffic.eventTimeMillis[row] as number;
    into.hasTimestamp = true;
    into.key = this.#traffic.key[row] as number;
    into.value = mix32(0x6861_6e64, partition, offset);
    into.count = 1;
  }

  count(partition: number): number {
    return (this.#rows[partition] as Int32Array).length;
  }
}

function rowsByPartition(traffic: CapturedTraffic): Int32Array[] {
  const counts = new Int32Array(traffic.partitions);
  for (const partition of traffic.partition) counts[partition] = (counts[partition] as number) + 1;
  const rows = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  traffic.partition.forEach((partition, row) => {
    const at = counts[partition] as number;
    (rows[partition] as Int32Array)[at] = row;
    counts[partition] = at + 1;
  });
  return rows;
}
