import { exp, log } from "../engine/precise-math.ts";

/** What many seeds say about how often a run of this kind fails; shares are between 0 and 1. */
export interface FailureRate {
  readonly failures: number;
  readonly runs: number;
  /** Bounds of the Wilson score interval at the given confidence. */
  readonly low: number;
  readonly high: number;
}

/** Two-sided standard normal quantiles: 1.96 for 95 %, 2.5758 for 99 %, 3.2905 for 99.9 %. */
const QUANTILES: Readonly<Record<Confidence, number>> = {
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
  0.999: 3.2905267314919255,
};

export type Confidence = 0.95 | 0.99 | 0.999;

/**
 * The Wilson score interval; holds for the scenario's own distribution of luck, not beyond it.
 */
export function wilsonInterval(
  failures: number,
  runs: number,
  confidence: Confidence = 0.95,
): FailureRate {
  if (runs === 0) return { failures, runs, low: 0, high: 1 };
  const z = QUANTILES[confidence];
  const share = failures / runs;
  const scale = 1 + (z * z) / runs;
  const centre = (share + (z * z) / (2 * runs)) / scale;
  const spread = (share * (1 - share)) / runs + (z * z) / (4 * runs * runs);
  const half = (z * Math.sqrt(spread)) / scale;
  return {
    failures,
    runs,
    low: failures === 0 ? 0 : Math.max(0, centre - half),
    high: failures === runs ? 1 : Math.min(1, centre + half),
  };
}

/**
 * The rule of three: with no failure in `runs` independent runs, rates above this are refuted at
 * 95 %.
 */
export function ruleOfThree(runs: number): number {
  return runs === 0 ? 1 : Math.min(1, 3 / runs);
}

/**
 * The exact bound behind the rule of three, 1 − α^(1/n), by bisection: the largest rate at which
 * `runs` clean runs in a row are still at least `alpha` likely.
 */
export function cleanRunsBound(runs: number, alpha: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const rate = (low + high) / 2;
    if (powerOf(1 - rate, runs) >= alpha) low = rate;
    else high = rate;
  }
  return high;
}

/** How many clean runs refute a failure rate of `rate` or more; 6905 for 0.1 % at alpha 0.001. */
export function cleanRunsNeeded(rate: number, alpha: number): number {
  let low = 0;
  let high = 1;
  while (powerOf(1 - rate, high) > alpha) high *= 2;
  while (high - low > 1) {
    const runs = Math.floor((low + high) / 2);
    if (powerOf(1 - rate, runs) > alpha) low = runs;
    else high = runs;
  }
  return high;
}

/** Square and multiply: bit-exact everywhere, unlike Math.pow. */
function powerOf(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
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
