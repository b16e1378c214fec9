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
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { type Adapter, stepwiseCorpus } from "../stepwise.ts";

function answer(
  config: RecordedValues,
  step: RecordedValues,
  groupOf: (code: number, maxParallelism: number) => number,
): unknown {
  const max = Number(config["maxParallelism"]);
  const parallelism = Number(config["parallelism"]);
  switch (config["kind"]) {
    case "key": {
      const code = hashCodeOf(config);
      if (code !== config["hashCode"]) return { hashCode: code };
      const keyGroup = groupOf(code, max);
      return {
        murmur: murmurHash(code),
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
    case "partitioner":
      return channels(config, step);
    default:
      throw new NotSupported(`the kind ${config["kind"]}`);
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

function keyGroupAdapter(groupOf: (code: number, maxParallelism: number) => number): Adapter {
  return (config) => (step) => ({ out: answer(config, step, groupOf) });
}

/** Hashes, key groups, ranges and partitioners. */
export const keyGroups: Corpus = stepwiseCorpus({
  name: "keygroups",
  rules: ["C20"],
  ops: ["assign", "ranges", "defaultMaxParallelism", "select"],
  adapter: keyGroupAdapter(keyGroupOf),
  faults: {
    "a key group is taken from the hash code itself": keyGroupAdapter(
      (code, max) => Math.abs(code) % max,
    ),
  },
});
