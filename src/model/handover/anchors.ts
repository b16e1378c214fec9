import type { Anchor, FaultMoment } from "../fault-options.ts";

/** Runs `action` at `at` (µs), not before now. */
type Schedule = (at: number, action: () => void) => void;

/**
 * The moments of a hand-over from which faults are counted. Each is reached once, the first time.
 */
export class Anchors {
  readonly #schedule: Schedule;
  readonly #reached = new Map<Anchor, number>();
  readonly #waiting: { readonly moment: FaultMoment; readonly action: () => void }[] = [];

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** When the anchor was reached (µs), if it was. */
  at(anchor: Anchor): number | undefined {
    return this.#reached.get(anchor);
  }

  /** When each anchor that was reached was reached (µs). */
  moments(): Partial<Record<Anchor, number>> {
    return Object.fromEntries(this.#reached);
  }

  reach(anchor: Anchor, at: number): void {
    if (this.#reached.has(anchor)) return;
    this.#reached.set(anchor, at);
    for (const { moment, action } of this.#waiting) {
      if (moment.anchor === anchor) this.#schedule(at + moment.offsetMicros, action);
    }
  }

  /** Arranges `action` for that moment; never runs when its anchor is not reached. */
  when(moment: FaultMoment, action: () => void): void {
    const at = this.#reached.get(moment.anchor);
    if (at === undefined) this.#waiting.push({ moment, action });
    else this.#schedule(at + moment.offsetMicros, action);
  }
}
