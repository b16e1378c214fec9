import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  defaultMaxParallelism,
  KeyTable,
  keyGroupOf,
  keyGroupRangeOf,
  longHashCode,
  murmurHash,
  stringHashCode,
  subtaskOfKeyGroup,
} from "../../../src/model/network/key-groups.ts";

describe("key groups", () => {
  it("a String hashes over its UTF-16 units, as in Java (C20)", () => {
    expect(["", "a", "potyk", "\u0d5a\u185b\u13d1"].map(stringHashCode)).toEqual([
      0, 97, 106856487, 3483056,
    ]);
  });

  it("a Long hashes to both of its halves xored (C20)", () => {
    expect([997n, -1n, -635399836302438444n].map(longHashCode)).toEqual([997, 0, -705391389]);
  });

  it("the murmur hash of a hash code is never negative (C20)", () => {
    expect(murmurHash(0)).toBe(593689054);
    fc.assert(fc.property(fc.integer(), (code) => murmurHash(code) >= 0));
  });

  it("the default max parallelism is 1.5 p, rounded up to a power of 2, 128 to 32768 (C20)", () => {
    expect([1, 85, 86, 171, 32767].map(defaultMaxParallelism)).toEqual([128, 128, 256, 256, 32768]);
  });

  it("a key group lies in the range of the subtask that owns it, and in no other (C20)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.integer(), (max, p, code) => {
        const parallelism = 1 + (p % max);
        const group = keyGroupOf(code, max);
        const owners = Array.from({ length: parallelism }, (_, subtask) => subtask).filter(
          (one) => {
            const { from, to } = keyGroupRangeOf(one, max, parallelism);
            return from <= group && group <= to;
          },
        );
        expect(owners).toEqual([subtaskOfKeyGroup(group, max, parallelism)]);
      }),
    );
  });

  it("refuses more subtasks than key groups", () => {
    expect(() => keyGroupRangeOf(0, 4, 5)).toThrow("max parallelism 4");
    expect(() => new KeyTable(["a"], 32769)).toThrow("32768");
  });
});
