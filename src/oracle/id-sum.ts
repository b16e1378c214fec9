import { mix32 } from "../engine/random.ts";
import type { IdSum } from "./evidence.ts";

const SEED = 0x6c65_6467;

/** What one record adds to the hash of an `IdSum`. */
export function recordHash(id: number): number {
  return mix32(SEED, id, 0);
}

/** An `IdSum` in the making: add in any order. */
export class IdSummer implements IdSum {
  count = 0;
  /** The hash as int32, which is no double. */
  #sum = 0;

  get hash(): number {
    return this.#sum >>> 0;
  }

  add(id: number): void {
    this.addHash(recordHash(id));
  }

  /** The same with a hash at hand. */
  addHash(hash: number): void {
    this.count++;
    this.#sum = (this.#sum + hash) | 0;
  }
}

export function sumOf(...sums: readonly IdSum[]): IdSum {
  let count = 0;
  let hash = 0;
  for (const sum of sums) {
    count += sum.count;
    hash = (hash + sum.hash) >>> 0;
  }
  return { count, hash };
}

export function isSameSum(a: IdSum, b: IdSum): boolean {
  return a.count === b.count && a.hash === b.hash;
}
