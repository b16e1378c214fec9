import type { EventTime } from "../event-time.ts";
import type { RelativeClock } from "./relative-clock.ts";
import type { WatermarkGenerator } from "./watermark-generator.ts";
import type { WatermarkOutput } from "./watermark-output.ts";

const NOT_STARTED = 0;

/**
 * `WatermarksWithIdleness` (W10): marks its output idle at the first probe at which the timeout is
 * exceeded. It probes at periodic emits only: idle begins timeout … timeout + 3 intervals after the
 * last record. The timeout is in the clock's unit.
 */
export class WatermarksWithIdleness implements WatermarkGenerator {
  readonly #inner: WatermarkGenerator;
  readonly #clock: RelativeClock;
  readonly #timeout: number;
  #sawRecord = false;
  // 0 means "not started", as in Flink: a countdown begun at exactly 0 begins anew.
  #since = NOT_STARTED;
  #isIdle = false;

  constructor(inner: WatermarkGenerator, timeout: number, clock: RelativeClock) {
    if (!(timeout > 0)) throw new RangeError(`idle timeout ${timeout} is not above 0`);
    this.#inner = inner;
    this.#timeout = timeout;
    this.#clock = clock;
  }

  /** Clears the flag, says nothing (W11): downstream hears of it at the next periodic emit. */
  onEvent(timestamp: EventTime): void {
    this.#inner.onEvent(timestamp);
    this.#sawRecord = true;
    this.#isIdle = false;
  }

  onPeriodicEmit(output: WatermarkOutput): void {
    if (!this.#hasTimedOut()) {
      this.#isIdle = false;
      this.#inner.onPeriodicEmit(output);
    } else if (!this.#isIdle) {
      output.markIdle();
      this.#isIdle = true;
    }
  }

  #hasTimedOut(): boolean {
    if (this.#sawRecord) {
      this.#sawRecord = false;
      this.#since = NOT_STARTED;
      return false;
    }
    const now = this.#clock.now;
    if (this.#since === NOT_STARTED) {
      this.#since = now;
      return false;
    }
    return now - this.#since > this.#timeout;
  }
}
