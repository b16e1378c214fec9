import type { SimTime } from "./clock.ts";
import { exp, log } from "./precise-math.ts";

/** How long something takes: a distribution over whole microseconds. */
export type LatencyModel =
  | { readonly kind: "constant"; readonly us: number }
  | { readonly kind: "lognormal"; readonly medianUs: number; readonly p99Us: number }
  | { readonly kind: "uniform"; readonly lowUs: number; readonly highUs: number };

const Z99 = 2.3263478740408408;
const SMALLEST = 2 ** -33;

/**
 * The latency at the quantile `draw`, in [0, 1): whole microseconds, never less than for a smaller
 * draw. One uniform draw in, so that the same luck gives the same rank in another distribution.
 */
export function sampleLatency(model: LatencyModel, draw: number): SimTime {
  switch (model.kind) {
    case "constant":
      return model.us;
    case "uniform":
      return model.lowUs + Math.floor(draw * (model.highUs - model.lowUs + 1));
    case "lognormal":
      return lognormal(model.medianUs, model.p99Us, draw);
  }
}

function lognormal(medianUs: number, p99Us: number, draw: number): SimTime {
  if (medianUs <= 0 || p99Us <= medianUs) return Math.round(medianUs);
  const sigma = log(p99Us / medianUs) / Z99;
  return Math.round(medianUs * exp(sigma * inverseNormal(Math.max(draw, SMALLEST))));
}

/** The standard normal quantile by Acklam's rational approximation: 1.15e-9 relative, monotone. */
function inverseNormal(p: number): number {
  const low = 0.02425;
  if (p > 1 - low) return -inverseNormal(1 - p);
  if (p < low) {
    const q = Math.sqrt(-2 * log(p));
    return polynomial(TAIL_TOP, q) / (polynomial(TAIL_BOTTOM, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(CENTRE_TOP, r) * q) / (polynomial(CENTRE_BOTTOM, r) * r + 1);
}

const CENTRE_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2,
  -3.066479806614716e1, 2.506628277459239,
];
const CENTRE_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
  -1.328068155288572e1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BOTTOM = [
  7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416,
];

/** Horner's scheme, highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}
