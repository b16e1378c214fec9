import type { Element } from "../operator/element.ts";

/** Record ids carry their provenance: partition and offset in one exact integer. */
export const OFFSETS_PER_PARTITION: number = 2 ** 36;

/**
 * The input topic: append-only partitions, lazy and rewindable.
 *
 * A record is a function of (seed, partition, offset) or a row of a recording; nothing is stored a
 * record, so reading again after a restore yields the same bytes (C16).
 */
export interface TopicLog {
  readonly partitions: number;
  readonly keyNames: readonly string[];
  /** When the record is appended (µs); Infinity at and beyond the end. Rises with the offset. */
  arrival(partition: number, offset: number): number;
  /** The next offset to be written at time `at`: how many records have arrived until then. */
  endOffset(partition: number, at: number): number;
  /** Fills id, ts, key, value of the register. The offset must exist. */
  read(partition: number, offset: number, into: Element): void;
  /** How many records the partition will ever hold. */
  count(partition: number): number;
}
