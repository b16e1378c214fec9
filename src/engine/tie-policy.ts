import type { SimTime } from "./clock.ts";
import { mix32 } from "./random.ts";

/**
 * Which component goes first among those with an event of the same instant and phase:
 * `fifo` in order of registration, `adversarial` in the reverse, `permuted` in an order drawn anew for
 * each instant. The events of one component keep the order in which they were scheduled, always.
 */
export type TiePolicy = "fifo" | "permuted" | "adversarial";

/** One more than the highest component number: a rank has 16 bits of the order key. */
export const COMPONENTS_MAX: number = 2 ** 16;

/** The place of `component` in the order of `adversarial`. */
export function reversedRank(component: number): number {
  return COMPONENTS_MAX - 1 - component;
}

/**
 * The place of `component` in the order of the instant `time` under `permuted`: for a fixed seed and
 * time a bijection of 0..65535, so that two components never tie.
 */
export function permutedRank(component: number, seed: number, time: SimTime): number {
  const first = mix32(seed, time, 1);
  const second = mix32(seed, time, 2);
  let x = component;
  // Each line is a bijection of 16 bits: xor and add of a constant, odd factor, shifted xor.
  x = Math.imul(x ^ (first & 0xffff), (second & 0xffff) | 1) & 0xffff;
  x ^= x >>> 7;
  x = Math.imul(x + (first >>> 16), (second >>> 16) | 1) & 0xffff;
  x ^= x >>> 9;
  x = Math.imul(x ^ (second >>> 8), 0x6d2b) & 0xffff;
  return x ^ (x >>> 8);
}
