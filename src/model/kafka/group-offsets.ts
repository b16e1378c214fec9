import type { TransactionResult } from "./transaction-coordinator.ts";

/** Offsets by partition. */
export type Offsets = ReadonlyMap<number, number>;

/** Offsets of consumer groups: those sent within a transaction count when it is committed. */
export class GroupOffsets {
  readonly #committed = new Map<string, Map<number, number>>();
  /** By producer id, then by group. */
  readonly #pending = new Map<number, Map<string, Map<number, number>>>();

  /** TxnOffsetCommit. */
  send(producerId: number, group: string, offsets: Offsets): void {
    const groups = entry(this.#pending, producerId);
    const pending = entry(groups, group);
    for (const [partition, offset] of offsets) pending.set(partition, offset);
  }

  /** The markers of the producer's transaction reach the groups. */
  end(producerId: number, result: TransactionResult): void {
    const groups = this.#pending.get(producerId) ?? new Map<string, Map<number, number>>();
    this.#pending.delete(producerId);
    if (result === "abort") return;
    for (const [group, offsets] of groups) {
      const committed = entry(this.#committed, group);
      for (const [partition, offset] of offsets) committed.set(partition, offset);
    }
  }

  of(group: string): Offsets {
    return this.#committed.get(group) ?? new Map();
  }
}

function entry<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let found = maps.get(key);
  if (found === undefined) {
    found = new Map();
    maps.set(key, found);
  }
  return found;
}
