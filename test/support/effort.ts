import type { Parameters } from "fast-check";

/**
 * How hard a property over whole runs is tried: always the same few runs by default, so that it
 * is no flake; with HANDOVER_SEED others, with HANDOVER_RUNS=100 a hundred times as many. What
 * fails prints its seed and path, which replay it when written beside `numRuns`.
 */
export function effort<T>(numRuns: number): Parameters<T> {
  const times = Number(process.env["HANDOVER_RUNS"] ?? 1);
  const seed = Number(process.env["HANDOVER_SEED"] ?? 1);
  return { numRuns: numRuns * times, seed, endOnFailure: false };
}
