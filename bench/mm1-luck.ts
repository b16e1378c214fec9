import { seededChance } from "../src/engine/choice.ts";

export interface Mm1Result {
  readonly served: number;
  /** Sum over all customers, microseconds. */
  readonly sojourn: number;
}

/** Delays in whole microseconds, drawn beforehand, so that drawing them is not what is timed. */
export interface Mm1Luck {
  readonly arrivals: Int32Array;
  readonly services: Int32Array;
}

/** One less than the number of delays, which is a power of two: an index is masked with it. */
export const DELAYS: number = 2 ** 16 - 1;

/** Exponential delays for a load of 0.8. */
export function mm1Luck(): Mm1Luck {
  const chance = seededChance(1);
  const delays = (purpose: string, mean: number): Int32Array => {
    const stream = chance.stream("queue", purpose);
    return Int32Array.from({ length: DELAYS + 1 }, () => Math.floor(stream.exponential(mean)));
  };
  return { arrivals: delays("arrival", 1_000), services: delays("service", 800) };
}
