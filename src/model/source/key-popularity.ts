import { exp, log } from "../../engine/precise-math.ts";

/** Which key a record has: uniform, or Zipf with an exponent, by Walker's alias method (O(1) a record). */
export class KeyPopularity {
  readonly #keys: number;
  readonly #threshold: Float64Array | undefined;
  readonly #alias: Int32Array;

  constructor(keys: number, skew: number) {
    this.#keys = keys;
    this.#alias = new Int32Array(skew > 0 ? keys : 0);
    this.#threshold = skew > 0 ? aliasTable(zipfWeights(keys, skew), this.#alias) : undefined;
  }

  /** The key that `luck` (uint32) chooses; every uint32 gives one key, always the same. */
  pick(luck: number): number {
    const place = (luck / 2 ** 32) * this.#keys;
    const column = Math.floor(place);
    if (this.#threshold === undefined) return column;
    return place - column < (this.#threshold[column] as number)
      ? column
      : (this.#alias[column] as number);
  }
}

// k^-s by exp and log made of + − × ÷ only: the same bits on every engine.
function zipfWeights(keys: number, skew: number): Float64Array {
  return Float64Array.from({ length: keys }, (_, rank) => exp(-skew * log(rank + 1)));
}

function aliasTable(weights: Float64Array, alias: Int32Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const threshold = weights.map((weight) => (weight * weights.length) / total);
  const small: number[] = [];
  const large: number[] = [];
  threshold.forEach((share, key) => {
    (share < 1 ? small : large).push(key);
  });
  while (small.length > 0 && large.length > 0) {
    const poor = small.pop() as number;
    const rich = large.pop() as number;
    alias[poor] = rich;
    threshold[rich] = (threshold[rich] as number) - (1 - (threshold[poor] as number));
    ((threshold[rich] as number) < 1 ? small : large).push(rich);
  }
  for (const key of [...small, ...large]) threshold[key] = 1;
  return threshold;
}
