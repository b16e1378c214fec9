import type { ExchangeStage } from "../options.ts";
import type { KeyTable } from "./key-groups.ts";
import { BROADCAST_RECORD, type ChannelSelector } from "./result-partition.ts";

/**
 * Which channel each record takes (Flink: `StreamPartitioner`). Channels are those of the wiring, so
 * RESCALE counts over its own share of the subtasks; behind a HASH they are all subtasks.
 */
export function channelSelector(options: {
  readonly partitioner: ExchangeStage["partitioner"];
  readonly channels: number;
  readonly keys: KeyTable;
  /** REBALANCE: where the round begins, which Flink draws at random in `setup`. */
  readonly firstChannel: number;
}): ChannelSelector {
  const { partitioner, channels, keys, firstChannel } = options;
  switch (partitioner) {
    case "HASH": {
      const subtaskOf = keys.subtasks(channels);
      return (element) => subtaskOf[element.key]!;
    }
    case "REBALANCE":
      return roundRobin(channels, firstChannel);
    case "RESCALE":
      return roundRobin(channels, 0);
    case "FORWARD":
      return () => 0;
    case "BROADCAST":
      return () => BROADCAST_RECORD;
  }
}

function roundRobin(channels: number, first: number): ChannelSelector {
  let next = first % channels;
  return () => {
    const channel = next;
    next = next + 1 === channels ? 0 : next + 1;
    return channel;
  };
}
