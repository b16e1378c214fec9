import type { Stream } from "../../engine/choice.ts";
import { FOREVER, type SimTime } from "../../engine/clock.ts";
import type { RestartOptions } from "./restart-options.ts";

/** When a failed job restarts (`RestartBackoffTimeStrategy`, C22). */
export interface RestartBackoff {
  /** Counts a failure at `now`: microseconds until the restart, or undefined to give up. */
  failed(now: SimTime, draws: Stream): number | undefined;
}

/**
 * The strategy of `restart-strategy.type`.
 * Not modelled: `exponential-delay.attempts-before-reset-backoff`, by default 2^31 − 1.
 */
export function createRestartBackoff(options: RestartOptions): RestartBackoff {
  switch (options.strategy) {
    case "none":
      return { failed: () => undefined };
    case "fixed-delay":
      return new FixedDelay(options);
    case "exponential-delay":
      return new ExponentialDelay(options);
    case "failure-rate":
      return new FailureRate(options);
  }
}

type Options<S extends RestartOptions["strategy"]> = RestartOptions & { readonly strategy: S };

class FixedDelay implements RestartBackoff {
  readonly #options: Options<"fixed-delay">;
  #failures = 0;

  constructor(options: Options<"fixed-delay">) {
    this.#options = options;
  }

  failed(): number | undefined {
    this.#failures++;
    return this.#failures <= this.#options.attempts ? this.#options.delayMicros : undefined;
  }
}

/** Since FLIP-364: a failure that comes before the planned restart joins it and counts no attempt. */
class ExponentialDelay implements RestartBackoff {
  readonly #options: Options<"exponential-delay">;
  #attempts = 0;
  #restartAt = -FOREVER;

  constructor(options: Options<"exponential-delay">) {
    this.#options = options;
  }

  failed(now: SimTime, draws: Stream): number {
    if (now > this.#restartAt) {
      // Counted from the last restart, so the time that the job was down is no part of it.
      if (now - this.#restartAt >= this.#options.resetMicros) this.#attempts = 0;
      this.#restartAt = now + this.#backoff(draws);
      this.#attempts++;
    }
    return this.#restartAt - now;
  }

  #backoff(draws: Stream): number {
    const { initialMicros, maxMicros, jitter } = this.#options;
    const grown = this.#grown();
    const reach = Math.floor(grown * jitter);
    const jittered = reach === 0 ? grown : grown + draws.between(-reach, reach);
    return Math.max(initialMicros, Math.min(jittered, maxMicros));
  }

  // By multiplication: `Math.pow` may differ in its last bits between machines.
  #grown(): number {
    const { initialMicros, multiplier } = this.#options;
    let backoff = initialMicros;
    for (let i = 0; i < this.#attempts && backoff < LARGEST_BACKOFF; i++) backoff *= multiplier;
    return Math.floor(Math.min(backoff, LARGEST_BACKOFF));
  }
}

/** 71 years; twice that can still be drawn from exactly. */
const LARGEST_BACKOFF = 2 ** 51;

class FailureRate implements RestartBackoff {
  readonly #options: Options<"failure-rate">;
  /** The last failures, one more than are allowed in an interval. */
  readonly #failures: SimTime[] = [];

  constructor(options: Options<"failure-rate">) {
    this.#options = options;
  }

  failed(now: SimTime): number | undefined {
    const { maxFailures, intervalMicros, delayMicros } = this.#options;
    this.#failures.push(now);
    if (this.#failures.length > maxFailures + 1) this.#failures.shift();
    const isFull = this.#failures.length > maxFailures;
    if (isFull && now - (this.#failures[0] as number) <= intervalMicros) return undefined;
    return delayMicros;
  }
}
