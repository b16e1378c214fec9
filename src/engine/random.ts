import seedrandom from "seedrandom";

/** The next word of a generator, uniform in 0..2^32-1. */
export type Words = () => number;

/** Johannes Baagøe's Alea, as seedrandom ships it: period about 2^116, every word exact. */
export function aleaWords(seed: string): Words {
  const generator = seedrandom.alea(seed);
  return () => generator.int32() >>> 0;
}

/**
 * Hashes three integers of up to 53 bits to 32 bits, each output bit depending on every input bit.
 * The draw of an entity that keeps no state: `mix32(seed, partition, offset)`.
 */
export function mix32(seed: number, a: number, b: number): number {
  let h = absorb(0x9e3779b9, seed);
  h = absorb(h, a);
  h = absorb(h, b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** For a fixed `x` a bijection of `h`, so nothing that was absorbed before is lost. */
function absorb(h: number, x: number): number {
  const low = x | 0;
  const high = Math.floor(x * 2 ** -32) | 0;
  let mixed = Math.imul(h ^ low, 0xcc9e2d51);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ high, 0x1b873593);
  return mixed ^ (mixed >>> 16);
}

/**
 * A seed of 53 bits for what is named by `path` and `purpose`. The lengths go in first, so that
 * ("a/b", "c") and ("a", "b/c") are different names.
 */
export function namedSeed(seed: number, path: string, purpose: string): number {
  let first = mix32(seed, path.length, purpose.length);
  let second = mix32(first, seed, 0x5bd1e995);
  for (const name of [path, purpose]) {
    for (let i = 0; i < name.length; i++) {
      const unit = name.charCodeAt(i);
      first = absorb(first, unit);
      second = absorb(second ^ 0x2545f491, unit);
    }
  }
  return (mix32(second, first, 1) & 0x1fffff) * 2 ** 32 + mix32(first, second, 2);
}
