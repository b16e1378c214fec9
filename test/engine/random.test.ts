import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aleaWords, mix32, namedSeed } from "../../src/engine/random.ts";

describe("random words", () => {
  it("are Alea's own for its seed", () => {
    const next = aleaWords("handover");
    expect([next(), next(), next()]).toMatchInlineSnapshot(`
      [
        2992451399,
        2112978129,
        4288519584,
      ]
    `);
  });

  it("spread over all 32 bits", () => {
    const next = aleaWords("spread");
    const ones = new Array<number>(32).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const word = next();
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1;
    }
    for (const times of ones) expect(Math.abs(times - 5_000)).toBeLessThan(250);
  });
});

describe("hashes", () => {
  it("depend on each bit of each of the three integers", () => {
    const bit = fc.nat(51);
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat(), bit, (seed, a, b, place) => {
        const flip = (x: number): number =>
          Math.floor(x / 2 ** place) % 2 === 0 ? x + 2 ** place : x - 2 ** place;
        const hash = mix32(seed, a, b);
        // One pair in 2^32 collides by chance; fast-check draws 300.
        expect([
          mix32(flip(seed), a, b),
          mix32(seed, flip(a), b),
          mix32(seed, a, flip(b)),
        ]).not.toContain(hash);
      }),
    );
  });

  it("are words: whole numbers of 32 bits", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger(), (seed, a, b) => {
        const hash = mix32(seed, a, b);
        expect(hash >>> 0).toBe(hash);
      }),
    );
  });

  it("make of each name a seed that is a safe integer, whichever way the name is cut", () => {
    expect(namedSeed(1, "a/b", "c")).not.toBe(namedSeed(1, "a", "b/c"));
    expect(namedSeed(1, "ab", "")).not.toBe(namedSeed(1, "", "ab"));
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string(), fc.string(), (seed, path, purpose) => {
        const named = namedSeed(seed, path, purpose);
        expect(Number.isSafeInteger(named) && named >= 0).toBe(true);
      }),
    );
  });
});
