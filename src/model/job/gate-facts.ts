import type { EventTime } from "../event-time.ts";
import type { Element } from "../operator/element.ts";
import type { Gate } from "../protocol/protocol.ts";

/** A record that a gate judged before it knew the toggle. */
export interface EarlyRecord {
  readonly id: number;
  readonly ts: EventTime;
  /** µs. */
  readonly at: number;
}

/**
 * What one attempt of a gate did, for the oracle and the report: counts, when it learned the
 * toggle, when it crossed, and what it had met at or above the toggle before it knew it (E1).
 */
export class GateFacts {
  passed = 0;
  dropped = 0;
  toggle: number | undefined;
  learnedAt: number | undefined;
  crossedAt: number | undefined;
  // Each record that was judged without a toggle and was newer than all before it: the first one
  // at or above any later toggle is among them.
  readonly #newest: EarlyRecord[] = [];

  /** After the record in the register was judged, at `at` (µs), under `watermark`. */
  judged(passed: boolean, element: Element, gate: Gate, watermark: EventTime, at: number): void {
    if (passed) this.passed++;
    else this.dropped++;
    const toggle = gate.toggle;
    // A first deployment goes by the toggle 0: it has no part in a hand-over.
    if (toggle === 0) return;
    if (toggle === undefined) {
      this.#judgedEarly(element, at);
    } else {
      if (toggle !== this.toggle) this.#learned(toggle, at);
      if (this.crossedAt === undefined && watermark > toggle) this.crossedAt = at;
    }
  }

  /** The first record at or above the toggle that was judged without knowing it: E1 broken. */
  get firstUnderOldRule(): EarlyRecord | undefined {
    const toggle = this.toggle;
    return toggle === undefined ? undefined : this.#newest.find((record) => record.ts >= toggle);
  }

  #judgedEarly(element: Element, at: number): void {
    const newest = this.#newest.at(-1);
    if (newest !== undefined && element.ts <= newest.ts) return;
    this.#newest.push({ id: element.id, ts: element.ts, at });
  }

  #learned(toggle: number, at: number): void {
    this.toggle = toggle;
    this.learnedAt ??= at;
  }
}
