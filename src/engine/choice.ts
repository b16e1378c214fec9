import { assert } from "./assert.ts";
import { log } from "./precise-math.ts";
import { aleaWords, mix32, namedSeed, type Words } from "./random.ts";

/**
 * Everything that chance decides in a run, behind one interface: driven by a seed (below), by a
 * recorded list, by an enumerator (exhaustive search) or by arbitrary bytes (property tests).
 */
export interface Chance {
  /** The stream of one entity; the same name gives the same stream object, independent of all others. */
  stream(path: string, purpose: string): Stream;
  /** Draws keyed by entity number: the same key gives the same answer, in whatever order it is asked. */
  keyed(path: string, purpose: string): KeyedDraws;
}

/** Draws in sequence. One call is one draw, whatever it asks for. */
export interface Stream {
  /** An integer of 0..n-1, each with a share of 1/n up to n/2^32; `n` may be as large as 2^53. */
  below(n: number): number;
  uint32(): number;
  /** A multiple of 2^-32 in [0, 1). */
  unit(): number;
  /** True with probability `p`. */
  chanceOf(p: number): boolean;
  /** An integer of lo..hi, both ends included. */
  between(lo: number, hi: number): number;
  /** Exponentially distributed with that mean, not rounded; at most 22.2 means. */
  exponential(mean: number): number;
}

/** Draws without sequence: a pure function of the name and the key. */
export interface KeyedDraws {
  uint32(a: number, b?: number): number;
  unit(a: number, b?: number): number;
  below(n: number, a: number, b?: number): number;
}

/** The draws that a driver has to answer; all others follow from them in the same way for every driver. */
export interface Draws {
  below(n: number): number;
  uint32(): number;
  chanceOf(p: number): boolean;
}

/** The size of the range of `uint32`. */
export const WORD: number = 2 ** 32;

/** The stream whose every draw is answered by `draws`. */
export function streamOf(draws: Draws): Stream {
  return new DerivedStream(draws);
}

class DerivedStream implements Stream {
  readonly #draws: Draws;

  constructor(draws: Draws) {
    this.#draws = draws;
  }

  below(n: number): number {
    assert(n >= 1 && Number.isSafeInteger(n), () => `below(${n}): no integer from 1 to 2^53`);
    return this.#draws.below(n);
  }

  uint32(): number {
    return this.#draws.uint32();
  }

  unit(): number {
    return this.#draws.uint32() / WORD;
  }

  chanceOf(p: number): boolean {
    assert(p >= 0 && p <= 1, () => `chanceOf(${p}): no probability`);
    return this.#draws.chanceOf(p);
  }

  between(lo: number, hi: number): number {
    return lo + this.below(hi - lo + 1);
  }

  exponential(mean: number): number {
    return -mean * log(1 - this.unit());
  }
}

/** One object per (path, purpose), made by `make` when the name is first asked for. */
export class Named<T> {
  readonly #byPath = new Map<string, Map<string, T>>();
  readonly #make: (path: string, purpose: string) => T;

  constructor(make: (path: string, purpose: string) => T) {
    this.#make = make;
  }

  get(path: string, purpose: string): T {
    let byPurpose = this.#byPath.get(path);
    if (byPurpose === undefined) {
      byPurpose = new Map();
      this.#byPath.set(path, byPurpose);
    }
    let found = byPurpose.get(purpose);
    if (found === undefined) {
      found = this.#make(path, purpose);
      byPurpose.set(purpose, found);
    }
    return found;
  }
}

/**
 * Chance from a seed, an integer of up to 53 bits: each stream is an Alea of its own, seeded by the
 * hash of seed, path and purpose; keyed draws are hashes. A new stream changes no other.
 */
export function seededChance(seed: number): Chance {
  assert(Number.isSafeInteger(seed), () => `seed ${seed} is no integer of 53 bits`);
  const streams = new Named((path, purpose) =>
    streamOf(new SeededDraws(aleaWords(String(namedSeed(seed, path, purpose))))),
  );
  const keyed = new Named(
    (path, purpose) => new SeededKeyedDraws(namedSeed(seed, path, `keyed ${purpose}`)),
  );
  return {
    stream: (path, purpose) => streams.get(path, purpose),
    keyed: (path, purpose) => keyed.get(path, purpose),
  };
}

class SeededDraws implements Draws {
  readonly #next: Words;

  constructor(next: Words) {
    this.#next = next;
  }

  below(n: number): number {
    if (n <= WORD) {
      return scale(this.#next(), n);
    }
    const high = this.#next() >>> 11;
    return Math.min(Math.floor(((high * WORD + this.#next()) / 2 ** 53) * n), n - 1);
  }

  uint32(): number {
    return this.#next();
  }

  chanceOf(p: number): boolean {
    return this.#next() / WORD < p;
  }
}

class SeededKeyedDraws implements KeyedDraws {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  uint32(a: number, b = 0): number {
    return mix32(this.#seed, a, b);
  }

  unit(a: number, b = 0): number {
    return mix32(this.#seed, a, b) / WORD;
  }

  below(n: number, a: number, b = 0): number {
    assert(n >= 1 && n <= WORD, () => `keyed below(${n}): more than 2^32 or none to choose from`);
    return scale(mix32(this.#seed, a, b), n);
  }
}

/** From a word to 0..n-1 by multiplication: one word a draw, so that draws stay aligned. */
function scale(word: number, n: number): number {
  return Math.floor((word * n) / WORD);
}
