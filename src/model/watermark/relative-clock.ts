/**
 * Flink's `RelativeClock`: counts on only while input could have come (W12). Any unit, as long as
 * the reader of the clock uses the same one; the simulator counts microseconds.
 */
export interface RelativeClock {
  readonly now: number;
}

/** `PausableRelativeClock` (W12): the time of its base minus the time for which it was paused. */
export class PausableRelativeClock implements RelativeClock {
  readonly #base: RelativeClock;
  #pauses = 0;
  #pausedAt = 0;
  #hidden = 0;

  constructor(base: RelativeClock) {
    this.#base = base;
  }

  get now(): number {
    return (this.#pauses > 0 ? this.#pausedAt : this.#base.now) - this.#hidden;
  }

  /** Pauses nest: the clock runs again after as many `unpause`. */
  pause(): void {
    if (this.#pauses++ === 0) this.#pausedAt = this.#base.now;
  }

  /** Throws a RangeError on a running clock. */
  unpause(): void {
    if (this.#pauses === 0) throw new RangeError("the clock is not paused");
    if (--this.#pauses === 0) this.#hidden += this.#base.now - this.#pausedAt;
  }
}
