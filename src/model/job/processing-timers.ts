/** One operator with timers in processing time. */
export interface TimedOperator {
  /** Milliseconds of the wall clock at which it next has something to do; Infinity = never. */
  readonly nextTimer: number;
  /** Does all that is due by then. */
  advanceProcessingTime(nowMillis: number): void;
}

/**
 * The processing-time timers of a chain (Flink: `ProcessingTimeService`). They fire in the task
 * thread, between two elements: late if it is busy, and all that is overdue at once after a restore.
 * Not modelled: what is scheduled stays where it was when the wall clock is set.
 */
export class ProcessingTimers {
  readonly #epochMillis: () => number;
  readonly #operators: readonly TimedOperator[];

  /** `epochMillis`: what the wall clock has shown or would have at simulated time 0. */
  constructor(epochMillis: () => number, operators: readonly TimedOperator[]) {
    this.#epochMillis = epochMillis;
    this.#operators = operators;
  }

  /** Simulated microseconds; Infinity = none. */
  get next(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const { nextTimer } of this.#operators) first = Math.min(first, nextTimer);
    return Math.max(0, (first - this.#epochMillis()) * 1_000);
  }

  /** The thread acts at that instant. */
  fire(instant: number): void {
    const now = this.#epochMillis() + Math.floor(instant / 1_000);
    for (const operator of this.#operators) {
      if (operator.nextTimer <= now) operator.advanceProcessingTime(now);
    }
  }
}
