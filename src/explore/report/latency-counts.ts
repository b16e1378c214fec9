/** Sub-buckets of each power of two: a value is known to within 1/128 of itself. */
const WITHIN = 64;
/** For values up to 2^53. */
const BUCKETS = WITHIN * 49;

/**
 * A histogram whose buckets grow with the value: quantiles of any number of latencies, to within
 * 1 %, in little space. Values are whole and not negative.
 */
export class LatencyCounts {
  #buckets: Uint32Array | undefined;
  #count = 0;
  #max = 0;

  get count(): number {
    return this.#count;
  }

  /** Exact; null without a value. */
  get max(): number | null {
    return this.#count === 0 ? null : this.#max;
  }

  add(value: number): void {
    this.#buckets ??= new Uint32Array(BUCKETS);
    this.#buckets[bucketOf(value)]!++;
    this.#count++;
    if (value > this.#max) this.#max = value;
  }

  /** The middle of the bucket that holds the value of rank ⌈share · count⌉; null without a value. */
  quantile(share: number): number | null {
    const buckets = this.#buckets;
    if (buckets === undefined) return null;
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += buckets[bucket]!;
      if (seen >= rank) return Math.min(this.#max, middleOf(bucket));
    }
    return this.#max;
  }
}

function bucketOf(value: number): number {
  if (value < WITHIN) return value;
  // Whole numbers alone are compared, so it is the same everywhere.
  let exponent = 0;
  let rest = value;
  while (rest >= SMALL) {
    rest = Math.floor(rest / STEP);
    exponent += 16;
  }
  const shift = 25 - Math.clz32(rest);
  return WITHIN * (exponent + shift + 1) + ((rest >> shift) - WITHIN);
}

/** 2^30 and 2^16. */
const SMALL = 0x4000_0000;
const STEP = 0x1_0000;

function middleOf(bucket: number): number {
  if (bucket < WITHIN) return bucket;
  const doublings = Math.floor(bucket / WITHIN) - 1;
  let width = 1;
  for (let i = 0; i < doublings; i++) width *= 2;
  return (WITHIN + (bucket % WITHIN)) * width + Math.floor(width / 2);
}
