import { assert } from "../engine/assert.ts";

/** Takes what many workers finish in any order and hands it on in the order it was asked for. */
export class InSeedOrder<T> {
  readonly #give: (value: T) => void;
  readonly #waiting = new Map<number, readonly T[]>();
  #next = 0;

  constructor(give: (value: T) => void) {
    this.#give = give;
  }

  /** `place`: the index of the first of these values in the order asked for; each comes once. */
  finished(place: number, values: readonly T[]): void {
    assert(place >= this.#next && !this.#waiting.has(place), () => `place ${place} came twice`);
    this.#waiting.set(place, values);
    for (;;) {
      const next = this.#waiting.get(this.#next);
      if (next === undefined || next.length === 0) return;
      this.#waiting.delete(this.#next);
      this.#next += next.length;
      for (const value of next) this.#give(value);
    }
  }
}
