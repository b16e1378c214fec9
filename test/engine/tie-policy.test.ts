import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPONENTS_MAX, permutedRank, reversedRank } from "../../src/engine/tie-policy.ts";

const seed = fc.maxSafeInteger();
const time = fc.maxSafeNat();

function ranksOf(rank: (component: number) => number, components: number): readonly number[] {
  return Array.from({ length: components }, (_, component) => rank(component));
}

describe("ties between components", () => {
  it("never last under permuted: each order is a permutation of all components", () => {
    fc.assert(
      fc.property(seed, time, (drawn, at) => {
        const ranks = new Uint8Array(COMPONENTS_MAX);
        for (let component = 0; component < COMPONENTS_MAX; component++) {
          const rank = permutedRank(component, drawn, at);
          ranks[rank] = (ranks[rank] ?? 2) + 1;
        }
        expect(ranks.every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("are drawn anew for each instant and each seed under permuted", () => {
    const orders = [
      ...[0, 1, 2, 3, 4].map((at) => ranksOf((c) => permutedRank(c, 1, at), 20).join()),
      ...[2, 3, 4, 5, 6].map((drawn) => ranksOf((c) => permutedRank(c, drawn, 0), 20).join()),
    ];
    expect(new Set(orders).size).toBe(10);
  });

  it("let any of two go first about as often as the other under permuted", () => {
    let firstLeads = 0;
    for (let at = 0; at < 10_000; at++) {
      if (permutedRank(0, 7, at) < permutedRank(1, 7, at)) firstLeads++;
    }
    expect(firstLeads).toBeGreaterThan(4_800);
    expect(firstLeads).toBeLessThan(5_200);
  });

  it("go to the component registered last under adversarial", () => {
    expect(ranksOf(reversedRank, 3)).toEqual([65_535, 65_534, 65_533]);
  });
});
