import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareExpected } from "../../src/explore/expectation.ts";
import { type Runnable, runSeeds, seedsFrom, summarise } from "../../src/explore/run-many.ts";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { compareWorst, digestOf, type SeedDigest } from "../../src/explore/seed-digest.ts";
import { InSeedOrder } from "../../src/explore/seed-order.ts";
import { failingOutcome, outcomeOf } from "../report/fixture.ts";

const passing = digestOf(outcomeOf());
const failing = digestOf(failingOutcome());
const { handover } = outcomeOf().facts;
const undecided = digestOf(outcomeOf({ facts: { handover: { ...handover, outcome: "none" } } }));

function digests(...kinds: readonly SeedDigest[]): readonly SeedDigest[] {
  return kinds.map((digest, i) => ({ ...digest, seed: i + 1 }));
}

describe("many seeds together", () => {
  it("fail if one fails, pass if all pass, and are inconclusive otherwise", () => {
    expect(summarise(digests(passing, undecided, failing)).status).toBe("fail");
    expect(summarise(digests(passing, undecided)).status).toBe("inconclusive");
    expect(summarise(digests(passing, passing)).status).toBe("pass");
  });

  it("are counted by verdict and by finding, and the failing ones named", () => {
    const summary = summarise(digests(failing, passing, undecided, failing));
    expect(summary).toMatchObject({ runs: 4, pass: 1, fail: 2, inconclusive: 1 });
    expect(summary.failing).toEqual([1, 4]);
    expect(summary.undecided).toEqual([3]);
    expect(summary.findings).toEqual([
      { kind: "gap", property: "no-gap", seeds: 2, count: 6 },
      { kind: "duplicate", property: "no-duplicate", seeds: 2, count: 2 },
    ]);
  });

  it("leave a failure rate possible that shrinks with their number", () => {
    const highAfter = (runs: number): number =>
      summarise(digests(...Array.from({ length: runs }, () => passing))).failureRate.high;
    // Clopper and Pearson's exact bound, two-sided at 95 %.
    expect(highAfter(200)).toBeCloseTo(1 - 0.025 ** (1 / 200), 6);
    expect(highAfter(1_000)).toBeCloseTo(0.00368, 5);
  });

  it("show the seed that did most harm, of equal ones the first, whatever the order of arrival", () => {
    const worse = { ...failing, headline: { ...failing.headline, lost: 9 } };
    const all = digests(passing, failing, worse, undecided, worse);
    expect(summarise(all).worst.seed).toBe(3);
    fc.assert(
      fc.property(fc.shuffledSubarray([...all], { minLength: all.length }), (shuffled) => {
        expect(shuffled.toSorted(compareWorst).map(({ seed }) => seed)).toEqual([3, 5, 2, 4, 1]);
      }),
    );
  });

  it("show the seed that came nearest to failing where none did", () => {
    const near = { ...passing, margin: { property: "Visible in time", micros: 5 } };
    const far = { ...passing, margin: undefined };
    expect(summarise(digests(far, passing, near, passing)).worst.seed).toBe(3);
  });

  it("are run one after the other, each digest there before the next run begins", () => {
    const seen: string[] = [];
    const run = (_: Runnable, seed: number): RunOutcome => {
      seen.push(`run ${seed}`);
      return outcomeOf({}, { seed });
    };
    for (const { seed } of runSeeds({} as Runnable, seedsFrom(7, 3), run)) seen.push(`got ${seed}`);
    expect(seen).toEqual(["run 7", "got 7", "run 8", "got 8", "run 9", "got 9"]);
  });
});

describe("the digest of a run", () => {
  it("keeps the smallest distance, milliseconds and microseconds compared", () => {
    expect(passing.margin).toEqual({ property: "No long silence", micros: 298_995 });
    const outcome = outcomeOf();
    const properties = outcome.verdict.properties.map((property) =>
      property.name === "no-gap"
        ? { ...property, margin: { value: 200, unit: "ms" as const, against: "deletion delay" } }
        : property,
    );
    const verdict = { ...outcome.verdict, properties };
    expect(digestOf({ ...outcome, verdict }).margin).toEqual({
      property: "No record lost",
      micros: 200_000,
    });
  });

  it("survives the way from a worker", () => {
    expect(structuredClone(failing)).toEqual(failing);
    expect(JSON.stringify(failing).length).toBeLessThan(2_000);
  });
});

describe("results in seed order", () => {
  it("come out as asked for, whatever finishes first", () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(chunks, fc.infiniteStream(fc.nat()), (sizes, luck) => {
        const seeds = sizes.reduce((sum, size) => sum + size, 0);
        let place = 0;
        const tasks = sizes.map((size) => {
          place += size;
          return {
            place: place - size,
            seeds: seedsFrom(place - size, size),
            when: luck.next().value,
          };
        });
        const out: number[] = [];
        const order = new InSeedOrder<number>((seed) => out.push(seed));
        for (const task of tasks.toSorted((a, b) => a.when - b.when)) {
          order.finished(task.place, task.seeds);
        }
        expect(out).toEqual(seedsFrom(0, seeds));
      }),
    );
  });

  it("are not taken twice", () => {
    const order = new InSeedOrder<number>(() => {});
    order.finished(0, [1, 2]);
    expect(() => order.finished(0, [1, 2])).toThrow("place 0 came twice");
  });
});

describe("an expectation", () => {
  const found = [{ kind: "gap" }, { kind: "duplicate" }, { kind: "gap" }] as const;

  it("of a verdict alone is met by any finding", () => {
    expect(compareExpected({ verdict: "fail", findings: [] }, "fail", found).isMet).toBe(true);
    expect(compareExpected({ verdict: "pass", findings: [] }, "fail", found).isMet).toBe(false);
  });

  it("of findings is met by exactly those kinds, in any order", () => {
    const isMet = (...findings: readonly ("gap" | "duplicate" | "order")[]): boolean =>
      compareExpected({ verdict: "fail", findings }, "fail", found).isMet;
    expect(isMet("duplicate", "gap")).toBe(true);
    expect(isMet("gap")).toBe(false);
    expect(isMet("gap", "duplicate", "order")).toBe(false);
  });

  it("says what came", () => {
    const { came } = compareExpected({ verdict: "pass", findings: [] }, "fail", found);
    expect(came).toEqual({ verdict: "fail", findings: ["gap", "duplicate"] });
  });
});
