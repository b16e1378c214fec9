import { FOREVER, type SimTime } from "../../engine/clock.ts";

/** What a start of the scheduler after the first one does (C1): version-dependent. */
export type SchedulerRestart = "random-delay" | "min-pause";

export interface PeriodicTriggerOptions {
  /** `execution.checkpointing.interval`; 0 = off. A larger minimal pause replaces it. */
  readonly intervalMicros: number;
  readonly minPauseMicros: number;
  readonly schedulerRestart: SchedulerRestart;
}

/**
 * When the next periodic checkpoint is due (C1).
 *
 * First start: a random delay in [min pause, interval]. Later starts: the same in 1.20, the min
 * pause alone in 2.3. Then fixed-rate, from the planned time.
 * Not modelled: `interval-during-backlog`, `pipeline.sources.pause-until-first-checkpoint`.
 */
export class PeriodicTrigger {
  readonly #interval: number;
  readonly #minPause: number;
  readonly #restart: SchedulerRestart;
  #hasStarted = false;
  #isRunning = false;
  #dueAt: SimTime = FOREVER;

  constructor(options: PeriodicTriggerOptions) {
    this.#minPause = options.minPauseMicros;
    this.#interval =
      options.intervalMicros === 0 ? 0 : Math.max(options.intervalMicros, options.minPauseMicros);
    this.#restart = options.schedulerRestart;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** FOREVER while stopped. */
  get dueAt(): SimTime {
    return this.#dueAt;
  }

  /** `draw` in [0, 1) decides the random delay, if this start has one. */
  start(now: SimTime, draw: number): void {
    if (this.#interval === 0) return;
    const isRandom = !this.#hasStarted || this.#restart === "random-delay";
    const span = this.#interval - this.#minPause + 1;
    this.#dueAt = now + this.#minPause + (isRandom ? Math.floor(draw * span) : 0);
    this.#hasStarted = true;
    this.#isRunning = true;
  }

  stop(): void {
    this.#isRunning = false;
    this.#dueAt = FOREVER;
  }

  /** The due trigger fires: the next is planned an interval after this one was planned. */
  fire(): void {
    this.#dueAt += this.#interval;
  }

  /** After a drop for the minimal pause the rate starts anew from there (C2). */
  reschedule(at: SimTime): void {
    if (this.#isRunning) this.#dueAt = at;
  }
}

/**
 * Held against 1.20.3 and 2.3.0 only; releases between are taken to behave as 1.20.
 * `version` as in "1.20", "2.3", "2.3.0".
 */
export function schedulerRestart(version: string): SchedulerRestart {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 2 || (major === 2 && minor >= 3) ? "min-pause" : "random-delay";
}
