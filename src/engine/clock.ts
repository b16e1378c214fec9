/** Simulated processing time: integer microseconds since the run began, exact up to 2^53 (285 years). */
export type SimTime = number & { readonly __unit?: "us" };

export const MILLISECOND: SimTime = 1_000;
export const SECOND: SimTime = 1_000_000;

/** Later than every instant of a run; `run(FOREVER)` ends by quiescence, budget or `stop` alone. */
export const FOREVER: SimTime = Number.MAX_SAFE_INTEGER;

/** The instant (or span) of that many milliseconds; fractions below a microsecond are cut off. */
export function fromMillis(millis: number): SimTime {
  return Math.floor(millis * MILLISECOND);
}

/** Whole milliseconds in `time`, rounded down: what `System.currentTimeMillis()` would read. */
export function toMillis(time: SimTime): number {
  return Math.floor(time / MILLISECOND);
}
