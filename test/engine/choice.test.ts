import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SimulatorBug } from "../../src/engine/assert.ts";
import { type Chance, type Stream, seededChance, streamOf, WORD } from "../../src/engine/choice.ts";

const ASKS: readonly ((stream: Stream) => unknown)[] = [
  (stream) => stream.below(6),
  (stream) => stream.below(2 ** 40),
  (stream) => stream.uint32(),
  (stream) => stream.unit(),
  (stream) => stream.chanceOf(0.5),
  (stream) => stream.between(-3, 3),
  (stream) => stream.exponential(1_000),
];

function words(chance: Chance, count: number, path = "job", purpose = "delay"): readonly number[] {
  return Array.from({ length: count }, () => chance.stream(path, purpose).uint32());
}

describe("streams", () => {
  it("begin with these words for seed 42: a seed means the same in every release and machine", () => {
    expect(words(seededChance(42), 4)).toMatchInlineSnapshot(`
      [
        348566852,
        4246623477,
        1959221514,
        1029809670,
      ]
    `);
    expect(seededChance(42).keyed("job", "delay").uint32(7, 9)).toMatchInlineSnapshot(`1693520246`);
  });

  it("say the same for the same seed and name, and something else for any other", () => {
    const names = [
      [42, "job", "delay"],
      [43, "job", "delay"],
      [42, "jo", "bdelay"],
      [42, "job", "delays"],
      [-42, "job", "delay"],
    ] as const;
    const said = names.map(([seed, path, purpose]) =>
      words(seededChance(seed), 4, path, purpose).join(),
    );
    expect(new Set(said).size).toBe(names.length);
    expect(words(seededChance(42), 4).join()).toBe(said[0]);
  });

  it("do not hear of one another: what another entity draws changes nothing", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.array(fc.nat(6)), (seed, others) => {
        const alone = words(seededChance(seed), 5);
        const chance = seededChance(seed);
        const among = alone.map((_, i) => {
          for (const other of others) chance.stream(`other ${other}`, "delay").below(i + 1);
          return chance.stream("job", "delay").uint32();
        });
        expect(among).toEqual(alone);
      }),
    );
  });

  it("are the same object wherever the same name is asked for", () => {
    const chance = seededChance(1);
    expect(chance.stream("a", "b")).toBe(chance.stream("a", "b"));
    expect(chance.keyed("a", "b")).toBe(chance.keyed("a", "b"));
  });

  it("take one draw a call, whatever is asked", () => {
    for (const ask of ASKS) {
      let draws = 0;
      const count = <T>(answer: T): T => {
        draws++;
        return answer;
      };
      ask(
        streamOf({
          below: () => count(0),
          uint32: () => count(0),
          chanceOf: () => count(false),
        }),
      );
      expect(draws).toBe(1);
    }
  });

  it("stay within what was asked", () => {
    const stream = seededChance(3).stream("any", "thing");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(1_000), (n, lo) => {
        const below = stream.below(n);
        expect(Number.isInteger(below) && below >= 0 && below < n).toBe(true);
        const between = stream.between(-lo, lo);
        expect(Number.isInteger(between) && Math.abs(between) <= lo).toBe(true);
        const unit = stream.unit();
        expect(unit >= 0 && unit < 1).toBe(true);
        const wait = stream.exponential(100);
        expect(wait >= 0 && wait <= 2_220).toBe(true);
      }),
    );
  });

  it("reach both ends of what was asked, and each value about as often", () => {
    const stream = seededChance(9).stream("die", "cast");
    const seen = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) seen[stream.between(1, 6) - 1]! += 1;
    for (const times of seen) expect(Math.abs(times - 10_000)).toBeLessThan(400);
  });

  it("are certain at probability 0 and 1, and wait a mean on average", () => {
    const stream = seededChance(9).stream("any", "thing");
    let waited = 0;
    for (let i = 0; i < 20_000; i++) {
      expect(stream.chanceOf(0)).toBe(false);
      expect(stream.chanceOf(1)).toBe(true);
      waited += stream.exponential(1_000);
    }
    expect(waited / 20_000).toBeGreaterThan(970);
    expect(waited / 20_000).toBeLessThan(1_030);
  });

  it("refuse what has no answer", () => {
    const stream = seededChance(1).stream("any", "thing");
    for (const n of [0, -1, 1.5, 2 ** 54, Number.NaN]) {
      expect(() => stream.below(n)).toThrow(SimulatorBug);
    }
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => stream.chanceOf(p)).toThrow(SimulatorBug);
    expect(() => seededChance(0.5)).toThrow(SimulatorBug);
    expect(() =>
      seededChance(1)
        .keyed("a", "b")
        .below(WORD + 1, 0),
    ).toThrow(SimulatorBug);
  });
});

describe("keyed draws", () => {
  it("answer a key alike, in whatever order and however often it is asked", () => {
    const key = fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.array(key), (seed, keys) => {
        const forward = seededChance(seed).keyed("records", "luck");
        const backward = seededChance(seed).keyed("records", "luck");
        const first = keys.map(([a, b]) => forward.uint32(a, b));
        const second = keys.toReversed().map(([a, b]) => backward.uint32(a, b));
        expect(second.toReversed()).toEqual(first);
      }),
    );
  });

  it("do not take from the stream of the same name", () => {
    const chance = seededChance(5);
    const before = words(seededChance(5), 3);
    chance.keyed("job", "delay").uint32(1);
    expect(words(chance, 3)).toEqual(before);
  });

  it("give neighbouring keys unrelated answers", () => {
    const draws = seededChance(5).keyed("records", "luck");
    let flipped = 0;
    for (let a = 0; a < 1_000; a++) {
      let bits = draws.uint32(a) ^ draws.uint32(a + 1);
      for (; bits !== 0; bits &= bits - 1) flipped++;
    }
    expect(Math.abs(flipped / 1_000 - 16)).toBeLessThan(0.5);
  });
});
