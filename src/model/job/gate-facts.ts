import type { Element } from "../operator/element.ts";
import type { Gate } from "../protocol/protocol.ts";

/**
 * What one gate did, for the oracle and the report: counts, when it learned the toggle, when it
 * crossed, and whether it had met a record at or above the toggle before it knew it (condition E1).
 */
export class GateFacts {
  passed = 0;
  dropped = 0;
  toggle: number | undefined;
  learnedAt: number | undefined;
  crossedAt: number | undefined;
  /** Largest timestamp judged while no toggle was known. */
  maxTsBeforeToggle: number = Number.NEGATIVE_INFINITY;

  judged(passed: boolean, element: Element, gate: Gate, at: number): void {
    if (passed) this.passed++;
    else this.dropped++;
    const toggle = gate.toggle;
    if (toggle === undefined) {
      if (element.ts > this.maxTsBeforeToggle) this.maxTsBeforeToggle = element.ts;
    } else if (toggle !== this.toggle) {
      this.learned(toggle, at);
    }
    if (this.crossedAt === undefined && gate.hasCrossed) this.crossedAt = at;
  }

  learned(toggle: number, at: number): void {
    this.toggle = toggle;
    this.learnedAt ??= at;
  }

  /** E1 held for this gate: nothing at or above the toggle was judged without knowing it. */
  get learnedInTime(): boolean {
    return this.toggle === undefined || this.maxTsBeforeToggle < this.toggle;
  }
}
