const SECOND = 1_000_000;
const CALLS_PER_SECOND = 5;
const BYTES_PER_SECOND = 2_000_000;
const MICROS_PER_CALL = SECOND / CALLS_PER_SECOND;

/**
 * What may be read of one shard: 5 calls and 2 MB a second (N5). Both may be used up at once, and
 * an answer may be larger than what is left: then calls are refused until it is made up for.
 */
export class ShardQuota {
  /** When all calls, and all bytes, of the past would be paid for at the steady rate (µs). */
  #callsPaidAt = 0;
  #bytesPaidAt = 0;

  /** Whether a call at `now` gets an answer. */
  admits(now: number): boolean {
    return this.#callsPaidAt <= now + SECOND - MICROS_PER_CALL && this.#bytesPaidAt < now + SECOND;
  }

  /** When one would that is made as soon as it gets one, for the bytes alone. */
  bytesFrom(now: number): number {
    return Math.max(now, this.#bytesPaidAt - SECOND + 1);
  }

  charge(now: number, bytes: number): void {
    this.#callsPaidAt = Math.max(this.#callsPaidAt, now) + MICROS_PER_CALL;
    const micros = Math.ceil((bytes * SECOND) / BYTES_PER_SECOND);
    this.#bytesPaidAt = Math.max(this.#bytesPaidAt, now) + micros;
  }
}
