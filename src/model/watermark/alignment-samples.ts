import { type EventTime, MIN_WATERMARK } from "../event-time.ts";

/**
 * What alignment judges a watermark by (W19): the oldest of the last `size` samples, MIN until there
 * are as many; with size 0 the latest value itself.
 */
export class AlignmentSamples {
  readonly #samples: Float64Array;
  #next = 0;
  #latest: EventTime = MIN_WATERMARK;

  constructor(size: number) {
    this.#samples = new Float64Array(size).fill(MIN_WATERMARK);
  }

  get latest(): EventTime {
    return this.#latest;
  }

  get judged(): EventTime {
    return this.#samples.length === 0 ? this.#latest : (this.#samples[this.#next] as number);
  }

  update(watermark: EventTime): void {
    this.#latest = watermark;
  }

  /** Once every update interval. */
  sample(): void {
    if (this.#samples.length === 0) return;
    this.#samples[this.#next] = this.#latest;
    this.#next = (this.#next + 1) % this.#samples.length;
  }
}
