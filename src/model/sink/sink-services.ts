import type { SimTime } from "../../engine/clock.ts";

/**
 * What a request is for, and how long its client waits for a broker that cannot be reached before the
 * task fails: `max.block.ms`; as often as the committer tries again (S4); `delivery.timeout.ms`.
 */
export type RequestKind = "block" | "commit" | "delivery";

/** What a sink needs of the subtask it runs in and of its way to the broker. */
export interface SinkServices {
  /** The instant at which the task thread acts. */
  instant(): SimTime;
  /**
   * One blocking request: the task thread stands still until `proceed`. `act` happens at the broker,
   * half the latency from now, even if the task dies meanwhile; `then` gets the answer after the
   * other half, unless the task is gone.
   */
  request<T>(act: (now: SimTime) => T, then: (answer: T) => void, kind?: RequestKind): void;
  /** After the last of a row of requests; without one it does nothing. */
  proceed(): void;
  /**
   * A request within a step that cannot be taken apart, as a snapshot: it takes effect at this
   * instant, and the thread is busy for its latency, and until the broker is reached: if that takes a
   * while, `reached` is called then.
   */
  requestNow<T>(act: (now: SimTime) => T, kind?: RequestKind, reached?: () => void): T;
  /** The thread stands still for so long, as its client waits; then `then`. */
  pause(micros: number, then: () => void): void;
  /** The same within a step that cannot be taken apart. */
  pauseNow(micros: number): void;
  /** What the next element leads to has changed: the thread has to look again. */
  wake(): void;
  /** The task fails: its thread stops at this instant. */
  fail(reason: string): void;
}
