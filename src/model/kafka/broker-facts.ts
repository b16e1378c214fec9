import type { SimTime } from "../../engine/clock.ts";
import type { PartitionLog } from "./partition-log.ts";
import type { Fate, Writer } from "./writer.ts";

/** One transaction that the broker heard of, as it knows it at the end. */
export interface TransactionRecord {
  readonly number: number;
  readonly transactionalId: string;
  readonly owner: number;
  /** Records, over all partitions. */
  readonly appended: number;
  readonly state: Fate;
  readonly openedAt: SimTime;
  readonly endedAt: SimTime | undefined;
}

/** A partition in log offsets. */
export interface PartitionRecord {
  readonly partition: number;
  /** High watermark. */
  readonly end: number;
  readonly lastStable: number;
  /** Number of the transaction that holds the last stable offset back; −1 = none. */
  readonly heldBy: number;
}

/** Transactions with records, in the order in which they were begun. */
export function transactionRecords(writers: readonly Writer[]): readonly TransactionRecord[] {
  const records: TransactionRecord[] = [];
  for (const { author, size, fate, openedAt, endedAt } of writers) {
    const { transaction: number, transactionalId, owner } = author;
    if (transactionalId === undefined || openedAt === undefined || size === 0) continue;
    records.push({
      number,
      transactionalId,
      owner,
      appended: size,
      state: fate,
      openedAt,
      endedAt,
    });
  }
  return records;
}

export function partitionRecord(log: PartitionLog): PartitionRecord {
  const { partition, end, lastStable, heldBy } = log;
  return { partition, end, lastStable, heldBy: heldBy?.number ?? -1 };
}
