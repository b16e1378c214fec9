import { NO_BARRIER } from "./barrier-scan.ts";
import { BARRIER, type ControlElements } from "./control-elements.ts";

/** What is known of the unread barriers of an input without looking at each of them. */
export class UnreadBarriers {
  /** Barriers, cancellation markers and ends of partition. */
  count = 0;
  #others = 0;
  // Of the barriers since there was none.
  #lowest = Number.POSITIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;

  arrived(elements: ControlElements): void {
    if (elements.barriers === 0) return;
    this.count += elements.barriers;
    for (let i = 0; i < elements.size; i++) {
      const kind = elements.kind[i]!;
      const value = elements.value[i]!;
      if (kind > BARRIER) this.#others++;
      if (kind !== BARRIER) continue;
      this.#lowest = Math.min(this.#lowest, value);
      this.#highest = Math.max(this.#highest, value);
    }
  }

  read(kind: number): void {
    this.count--;
    if (kind > BARRIER) this.#others--;
    if (this.count > 0) return;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#highest = Number.NEGATIVE_INFINITY;
  }

  /** Surely all are barriers of one value, and it is `value` unless that is `NO_BARRIER`. */
  areOne(value: number): boolean {
    const isOne = this.#others === 0 && this.#lowest === this.#highest;
    return isOne && (value === NO_BARRIER || value === this.#lowest);
  }
}
