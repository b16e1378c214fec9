import { describe, expect, it } from "vitest";
import {
  defaultMaxParallelism,
  integerHashCode,
  KeyTable,
  keyGroupOf,
  keyGroupRangeOf,
  longHashCode,
  murmurHash,
  stringHashCode,
  subtaskOfKeyGroup,
} from "../../../src/model/network/key-groups.ts";
import { channelSelector } from "../../../src/model/network/partitioner.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { ExchangeStage } from "../../../src/model/options.ts";
import { type RecordedValues, type Recording, recordings } from "../recordings.ts";

function replay(
  config: RecordedValues,
  step: RecordedValues,
  murmur: (code: number) => number,
): unknown {
  const max = Number(config["maxParallelism"]);
  const parallelism = Number(config["parallelism"]);
  switch (config["kind"]) {
    case "key": {
      const code = hashCodeOf(config);
      if (code !== config["hashCode"]) return { hashCode: code };
      const keyGroup = murmur(code) % max;
      if (murmur === murmurHash) expect(keyGroupOf(code, max)).toBe(keyGroup);
      return {
        murmur: murmur(code),
        keyGroup,
        subtask: subtaskOfKeyGroup(keyGroup, max, parallelism),
      };
    }
    case "ranges":
      return Array.from({ length: parallelism }, (_, subtask) => {
        const { from, to } = keyGroupRangeOf(subtask, max, parallelism);
        return [from, to];
      });
    case "defaultMaxParallelism":
      return defaultMaxParallelism(Number(step["parallelism"]));
    default:
      return channels(config, step);
  }
}

function hashCodeOf(config: RecordedValues): number {
  const key = config["key"];
  if (config["keyType"] === "String") return stringHashCode(String(key));
  return config["keyType"] === "Long"
    ? longHashCode(BigInt(key as string | number))
    : integerHashCode(Number(key));
}

function channels(config: RecordedValues, step: RecordedValues): readonly number[] {
  const partitioner = config["partitioner"] as ExchangeStage["partitioner"];
  const count = Number(config["channels"]);
  const max = Number(config["maxParallelism"]);
  if (partitioner === "HASH") {
    return (step["longKeys"] as number[]).map((key) =>
      subtaskOfKeyGroup(keyGroupOf(longHashCode(BigInt(key)), max), max, count),
    );
  }
  const keys = new KeyTable(["a"], 128);
  // The recorder has taken the random first channel of REBALANCE off.
  const first = partitioner === "REBALANCE" ? 3 % count : 0;
  const select = channelSelector({ partitioner, channels: count, keys, firstChannel: first });
  const element = new Element();
  return Array.from({ length: Number(step["n"]) }, () => (select(element) - first + count) % count);
}

function deviations(cases: readonly Recording[], murmur = murmurHash): readonly string[] {
  return cases
    .filter((one) =>
      one.steps.some(
        (step) => JSON.stringify(replay(one.config, step, murmur)) !== JSON.stringify(step["out"]),
      ),
    )
    .map((one) => one.id);
}

describe("key groups and partitioners answer as Flink 1.20.3 and 2.3.0 did (C20)", () => {
  const cases = recordings("keygroups");

  it("in every recorded case", () => {
    expect(new Set(cases.map((one) => one.flink))).toEqual(new Set(["both"]));
    expect(deviations(cases)).toEqual([]);
  });

  it("and the cases notice key groups that are taken from the hash code itself", () => {
    const bare = (code: number): number => Math.abs(code);
    expect(deviations(cases, bare).length).toBeGreaterThan(100);
  });
});
