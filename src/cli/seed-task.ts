import { type Run, type Runnable, runSeeds } from "../explore/run-many.ts";
import type { SeedDigest } from "../explore/seed-digest.ts";

/** What came of one seed: its digest, or what was thrown, as plain data that crosses threads. */
export type SeedResult =
  | { readonly ok: true; readonly digest: SeedDigest }
  | { readonly ok: false; readonly seed: number; readonly thrown: Thrown };

/** An error as text; classes do not survive the way from a worker. */
export interface Thrown {
  readonly message: string;
  readonly stack: string;
}

/** Runs the seeds in turn, up to the first that throws. */
export function* seedResults(
  run: Run,
  scenario: Runnable,
  seeds: readonly number[],
): Generator<SeedResult> {
  for (const seed of seeds) {
    try {
      for (const digest of runSeeds(scenario, [seed], run)) yield { ok: true, digest };
    } catch (error) {
      yield { ok: false, seed, thrown: thrownOf(error) };
      return;
    }
  }
}

/** What was thrown, in words. */
export function thrownOf(error: unknown): Thrown {
  if (!(error instanceof Error)) return { message: String(error), stack: "" };
  const { name, message, stack = "" } = error;
  return { message: `${name}: ${message}`, stack };
}
