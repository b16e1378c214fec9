import type { ExchangeStage } from "../options.ts";

/** The consumers of one producing subtask: subtasks `from` to `to` − 1 of the next task. */
export interface SubtaskRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Which subtasks the output of `producer` is wired to: all for HASH, REBALANCE and BROADCAST; for
 * FORWARD and RESCALE the share that Flink's POINTWISE pattern gives it (`EdgeManagerBuildUtil`).
 */
export function consumersOf(
  partitioner: ExchangeStage["partitioner"],
  producer: number,
  producers: number,
  consumers: number,
): SubtaskRange {
  if (partitioner !== "FORWARD" && partitioner !== "RESCALE") return { from: 0, to: consumers };
  if (producers === consumers) return { from: producer, to: producer + 1 };
  if (producers < consumers) {
    return {
      from: Math.floor((producer * consumers + producers - 1) / producers),
      to: Math.floor(((producer + 1) * consumers + producers - 1) / producers),
    };
  }
  // Several producers share one consumer: consumer c reads [c·p/n, (c+1)·p/n).
  for (let consumer = 0; consumer < consumers; consumer++) {
    if (producer < Math.floor(((consumer + 1) * producers) / consumers)) {
      return { from: consumer, to: consumer + 1 };
    }
  }
  return { from: 0, to: 0 };
}

/** The producers that `consumer` reads from; its channels are numbered in their order. */
export function producersOf(
  partitioner: ExchangeStage["partitioner"],
  consumer: number,
  producers: number,
  consumers: number,
): readonly number[] {
  const all = Array.from({ length: producers }, (_, producer) => producer);
  if (partitioner !== "FORWARD" && partitioner !== "RESCALE") return all;
  return all.filter((producer) => {
    const range = consumersOf(partitioner, producer, producers, consumers);
    return consumer >= range.from && consumer < range.to;
  });
}

/** The channel of `consumer` that `producer` writes to; they are wired to each other. */
export function channelOf(
  partitioner: ExchangeStage["partitioner"],
  producer: number,
  consumer: number,
  producers: number,
  consumers: number,
): number {
  if (partitioner !== "FORWARD" && partitioner !== "RESCALE") return producer;
  return producersOf(partitioner, consumer, producers, consumers).indexOf(producer);
}
