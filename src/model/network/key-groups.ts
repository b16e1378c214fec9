/** Keys, their Java hash codes and the key groups that decide where their state lives (C20). */
import { assert } from "../../engine/assert.ts";

/** `String.hashCode` of Java, over UTF-16 units; an int32. */
export function stringHashCode(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** `Integer.hashCode`: the value. */
export function integerHashCode(value: number): number {
  return value | 0;
}

/** `Long.hashCode`: both halves xored; an int32. */
export function longHashCode(value: bigint): number {
  const bits = BigInt.asUintN(64, value);
  return (Number(bits & 0xffff_ffffn) ^ Number(bits >> 32n)) | 0;
}

/** `MathUtils.murmurHash`: MurmurHash3_x86_32 of the four bytes, never negative. */
export function murmurHash(code: number): number {
  let hash = Math.imul(code, 0xcc9e2d51);
  hash = (hash << 15) | (hash >>> 17);
  hash = Math.imul(hash, 0x1b873593);
  hash = (hash << 13) | (hash >>> 19);
  hash = (Math.imul(hash, 5) + 0xe6546b64) ^ 4;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  if (hash >= 0) return hash;
  return hash === -(2 ** 31) ? 0 : -hash;
}

/** `KeyGroupRangeAssignment.computeKeyGroupForKeyHash`. */
export function keyGroupOf(hashCode: number, maxParallelism: number): number {
  return murmurHash(hashCode) % maxParallelism;
}

/** The subtask that owns a key group: `computeOperatorIndexForKeyGroup`. */
export function subtaskOfKeyGroup(
  keyGroup: number,
  maxParallelism: number,
  parallelism: number,
): number {
  return Math.floor((keyGroup * parallelism) / maxParallelism);
}

/** Key groups `from` to `to`, both included. */
export interface KeyGroupRange {
  readonly from: number;
  readonly to: number;
}

/** The key groups of one subtask: `computeKeyGroupRangeForOperatorIndex`. */
export function keyGroupRangeOf(
  subtask: number,
  maxParallelism: number,
  parallelism: number,
): KeyGroupRange {
  assert(
    subtask < parallelism && parallelism <= maxParallelism,
    () => `subtask ${subtask} of ${parallelism}, max parallelism ${maxParallelism}`,
  );
  return {
    from: Math.floor((subtask * maxParallelism + parallelism - 1) / parallelism),
    to: Math.floor(((subtask + 1) * maxParallelism - 1) / parallelism),
  };
}

/** What Flink takes when no max parallelism is set: `computeDefaultMaxParallelism`. */
export function defaultMaxParallelism(parallelism: number): number {
  const wanted = parallelism + Math.floor(parallelism / 2);
  let power = 1;
  while (power < wanted) power *= 2;
  return Math.min(Math.max(power, 128), 32768);
}

/** The scenario's keys by index, with what Flink derives from each, computed once. */
export class KeyTable {
  readonly names: readonly string[];
  readonly maxParallelism: number;
  readonly hashCodes: Int32Array;
  readonly keyGroups: Uint16Array;

  constructor(names: readonly string[], maxParallelism: number) {
    assert(maxParallelism >= 1 && maxParallelism <= 32768, "max parallelism is 1 to 32768");
    this.names = names;
    this.maxParallelism = maxParallelism;
    this.hashCodes = Int32Array.from(names, stringHashCode);
    this.keyGroups = Uint16Array.from(this.hashCodes, (code) => keyGroupOf(code, maxParallelism));
  }

  /** The owning subtask of every key, under that parallelism. */
  subtasks(parallelism: number): Uint16Array {
    return this.keyGroups.map((group) =>
      subtaskOfKeyGroup(group, this.maxParallelism, parallelism),
    );
  }
}
