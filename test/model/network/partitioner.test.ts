import { describe, expect, it } from "vitest";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { channelSelector } from "../../../src/model/network/partitioner.ts";
import { BROADCAST_RECORD } from "../../../src/model/network/result-partition.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { ExchangeStage } from "../../../src/model/options.ts";

const keys = new KeyTable(["a", "potyk", "k7", "k8"], 100);

function channelsOf(partitioner: ExchangeStage["partitioner"], order: readonly number[]): number[] {
  const select = channelSelector({ partitioner, channels: 4, keys, firstChannel: 2 });
  const element = new Element();
  return order.map((key) => {
    element.key = key;
    return select(element);
  });
}

describe("partitioners", () => {
  it("HASH sends a key always to the subtask that owns its key group (C20)", () => {
    const channels = channelsOf("HASH", [1, 0, 1, 3, 1]);
    expect(keys.keyGroups[1]).toBe(22);
    expect([channels[0], channels[2], channels[4]]).toEqual([0, 0, 0]);
    expect(channels).toEqual([1, 0, 1, 3, 1].map((key) => keys.subtasks(4)[key]));
  });

  it("REBALANCE goes round from its first channel, RESCALE from channel 0", () => {
    expect(channelsOf("REBALANCE", [0, 0, 0, 0, 0])).toEqual([2, 3, 0, 1, 2]);
    expect(channelsOf("RESCALE", [0, 0, 0, 0, 0])).toEqual([0, 1, 2, 3, 0]);
  });

  it("FORWARD has one channel, BROADCAST takes all", () => {
    expect(channelsOf("FORWARD", [0, 1])).toEqual([0, 0]);
    expect(channelsOf("BROADCAST", [0])).toEqual([BROADCAST_RECORD]);
  });
});
