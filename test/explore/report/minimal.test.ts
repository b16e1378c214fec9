import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  minimal,
  type Persistence,
} from "../../../src/explore/report/causes/minimal.ts";

/** Events by number; a change takes one away. The failure is there while `fails` says so. */
function candidates(
  count: number,
  fails: (present: ReadonlySet<number>) => Persistence | boolean,
): readonly Candidate<number>[] {
  const all = Array.from({ length: count }, (_, i) => i);
  const persists = (away: readonly number[]): Persistence => {
    const came = fails(new Set(all.filter((one) => !away.includes(one))));
    return typeof came === "boolean" ? (came ? "yes" : "no") : came;
  };
  return all.map((i) => ({ id: String(i), changes: [i], persists }));
}

const keptOf = (found: ReturnType<typeof minimal<number>>): readonly number[] =>
  found.kept.map(({ change }) => change).toSorted((a, b) => a - b);

describe("a causal slice", () => {
  it("keeps what all must be there for the failure, and nothing else", () => {
    const counts = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(counts, fc.uniqueArray(fc.nat(7), { maxLength: 8 }), (count, some) => {
        const needed = some.filter((one) => one < count).toSorted((a, b) => a - b);
        const found = minimal(
          candidates(count, (present) => needed.every((one) => present.has(one))),
        );
        expect(keptOf(found)).toEqual(needed);
        expect(found.isMinimal).toBe(true);
      }),
    );
  });

  it("is 1-minimal for whatever decides", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (ways) => {
          // The failure is there if all of any one way are.
          const fails = (present: ReadonlySet<number>): boolean =>
            ways.some((way) => way.every((one) => present.has(one)));
          const found = minimal(candidates(6, fails));
          const away = found.removed.map(({ change }) => change);
          const world = (others: readonly number[]): ReadonlySet<number> =>
            new Set([0, 1, 2, 3, 4, 5].filter((one) => !others.includes(one)));
          expect(fails(world(away))).toBe(true);
          for (const { change } of found.kept) expect(fails(world([...away, change]))).toBe(false);
          for (const one of away) {
            expect(fails(world(away.filter((other) => other !== one)))).toBe(true);
          }
        },
      ),
    );
  });

  it("says so when what was taken away turns out to matter", () => {
    // With the first and without the second one it does not fail; in any other way it does.
    const found = minimal(candidates(2, (present) => !present.has(0) || present.has(1)));
    expect(found.removed.length).toBe(2);
    expect(found.isMinimal).toBe(false);
  });

  it("leaves alone what only makes others fail instead", () => {
    const found = minimal(
      candidates(2, (present) => (present.has(1) ? present.has(0) : "elsewhere")),
    );
    expect(found.aside.map(({ id }) => id)).toEqual(["1"]);
    expect(keptOf(found)).toEqual([0]);
  });

  it("is not said to be minimal when runs are short", () => {
    const unknown = candidates(2, () => true).map((one) => ({ ...one, persists: () => undefined }));
    expect(minimal(unknown)).toMatchObject({ kept: [], removed: [], isMinimal: false });
  });
});
