/**
 * Many seeds of one scenario: which ones, each in turn, and what they say together. Who runs them
 * where is the caller's matter; the answer does not depend on it.
 */
import { assert } from "../engine/assert.ts";
import type { TraceListener } from "../engine/trace.ts";
import { clopperPearson, type FailureRate } from "../oracle/statistics.ts";
import type { FindingKind, PropertyName, VerdictStatus } from "../oracle/verdict.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { compareWorst, digestOf, type SeedDigest } from "./seed-digest.ts";

/** What a run needs of a scenario: plain data, which can be copied to a worker. */
export type Runnable = Pick<Scenario, "options" | "properties">;

/** One run of a scenario: the simulation, or what stands in for it in a test. */
export type Run = (
  scenario: Runnable,
  seed: number,
  extras?: { readonly trace?: TraceListener },
) => RunOutcome;

/** What many seeds came to together. */
export interface SeedsSummary {
  readonly runs: number;
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  /** Fails if one seed does; passes if all do. */
  readonly status: VerdictStatus;
  /** In seed order. */
  readonly failing: readonly number[];
  readonly undecided: readonly number[];
  /** Over all seeds, in the order in which the seeds showed them. */
  readonly findings: readonly SeedsFinding[];
  /** The seed to show: of the worst verdict the one with the most harm, else the nearest to failing. */
  readonly worst: SeedDigest;
  /** With the exact interval at 95 %. */
  readonly failureRate: FailureRate;
}

export interface SeedsFinding {
  readonly kind: FindingKind;
  readonly property: PropertyName;
  /** Seeds that have it, and its instances in all of them. */
  readonly seeds: number;
  readonly count: number;
}

/** `count` seeds in a row. */
export function seedsFrom(first: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Runs the seeds one after the other, as `runScenario` does; the digest of each is there before the next begins. */
export function* runSeeds(
  scenario: Runnable,
  seeds: Iterable<number>,
  run: Run,
): Generator<SeedDigest> {
  for (const seed of seeds) yield digestOf(run(scenario, seed));
}

/** What the digests, in seed order, say together. */
export function summarise(digests: readonly SeedDigest[]): SeedsSummary {
  const [first, ...others] = digests;
  assert(first !== undefined, "there is no seed to summarise");
  const seedsOf = (status: VerdictStatus): readonly number[] =>
    digests.filter((digest) => digest.status === status).map(({ seed }) => seed);
  const failing = seedsOf("fail");
  const undecided = seedsOf("inconclusive");
  return {
    runs: digests.length,
    pass: digests.length - failing.length - undecided.length,
    fail: failing.length,
    inconclusive: undecided.length,
    status: failing.length > 0 ? "fail" : undecided.length > 0 ? "inconclusive" : "pass",
    failing,
    undecided,
    findings: allFindings(digests),
    worst: others.reduce((worst, next) => (compareWorst(next, worst) < 0 ? next : worst), first),
    failureRate: clopperPearson(failing.length, digests.length),
  };
}

function allFindings(digests: readonly SeedDigest[]): readonly SeedsFinding[] {
  const found = new Map<PropertyName, SeedsFinding>();
  for (const { findings } of digests) {
    for (const { kind, property, count } of findings) {
      const before = found.get(property) ?? { kind, property, seeds: 0, count: 0 };
      found.set(property, { ...before, seeds: before.seeds + 1, count: before.count + count });
    }
  }
  return [...found.values()];
}
