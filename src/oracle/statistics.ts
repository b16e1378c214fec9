import { exp, log } from "../engine/precise-math.ts";

/** What many seeds say about how often a run of this kind fails; shares are between 0 and 1. */
export interface FailureRate {
  readonly failures: number;
  readonly runs: number;
  /** Bounds of the exact interval at the given confidence. */
  readonly low: number;
  readonly high: number;
}

/**
 * The exact interval (Clopper–Pearson), two-sided at `confidence`: the rates at which so many
 * failures, or fewer (more), are just not yet too unlikely. 0 of 200 gives 1.8 % at 95 %.
 */
export function clopperPearson(failures: number, runs: number, confidence = 0.95): FailureRate {
  const tail = (1 - confidence) / 2;
  return {
    failures,
    runs,
    low: failures === 0 ? 0 : 1 - upperRate(runs - failures, runs, tail),
    high: failures === runs ? 1 : upperRate(failures, runs, tail),
  };
}

/** The rate at which `most` failures or fewer in `runs` runs have the probability `tail`. */
function upperRate(most: number, runs: number, tail: number): number {
  const ways = logWays(runs, most);
  let low = most / runs;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const rate = (low + high) / 2;
    if (rate <= low || rate >= high) break;
    if (atMost(most, runs, rate, ways) >= tail) low = rate;
    else high = rate;
  }
  return high;
}

/** P(X ≤ most) for X of the binomial distribution; `ways` = the logarithm of C(runs, most). */
function atMost(most: number, runs: number, rate: number, ways: number): number {
  const last = ways + most * log(rate) + (runs - most) * log(1 - rate);
  const odds = (1 - rate) / rate;
  let term = 1;
  let sum = 1;
  for (let k = most; k > 0 && term > sum * 1e-17; k--) {
    term *= (k / (runs - k + 1)) * odds;
    sum += term;
  }
  return Math.min(1, exp(last + log(sum)));
}

function logWays(n: number, k: number): number {
  const few = Math.min(k, n - k);
  let sum = 0;
  for (let i = 1; i <= few; i++) sum += log((n - few + i) / i);
  return sum;
}
