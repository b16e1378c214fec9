import { type EventTime, saturatingAdd } from "../event-time.ts";
import type { Element } from "./element.ts";
import type { WindowRow } from "./keyed-state.ts";
import { Pane } from "./pane.ts";
import { windowStart } from "./window-assigner.ts";
import type { FireWindow, WindowFunctions, WindowStore } from "./window-store.ts";

const FIRST_CAPACITY = 64;

/**
 * Tumbling and sliding windows: one pane per window end, in ascending order, keys in slots that are
 * dealt at first sight. No timer a key: a pane fires as a whole, keys in the order of insertion
 * (Flink: heap order, not to be relied on).
 */
export class PaneStore implements WindowStore {
  readonly #element: Element;
  readonly #functions: WindowFunctions;
  readonly #fire: FireWindow;
  readonly #size: number;
  readonly #slide: number;
  readonly #offset: number;
  readonly #lateness: number;
  readonly #panes: Pane[] = [];
  readonly #free: Pane[] = [];
  /** The pane of the last record. */
  #recent: Pane | undefined;
  /** Slot + 1 of each key; 0 = not seen. */
  readonly #slotOf: Int32Array;
  #keyOf: Int32Array = new Int32Array(FIRST_CAPACITY);
  #slots = 0;

  constructor(options: {
    readonly element: Element;
    readonly functions: WindowFunctions;
    readonly fire: FireWindow;
    readonly keyCount: number;
    readonly sizeMillis: number;
    readonly slideMillis: number;
    readonly offsetMillis: number;
    readonly allowedLatenessMillis: number;
  }) {
    this.#element = options.element;
    this.#functions = options.functions;
    this.#fire = options.fire;
    this.#size = options.sizeMillis;
    this.#slide = options.slideMillis;
    this.#offset = options.offsetMillis;
    this.#lateness = options.allowedLatenessMillis;
    this.#slotOf = new Int32Array(options.keyCount);
  }

  add(watermark: EventTime): boolean {
    const { ts, key, value, count } = this.#element;
    const recent = this.#recent;
    const size = this.#size;
    // The common case: a tumbling window that is open, and the same as the last record's.
    if (
      recent !== undefined &&
      size === this.#slide &&
      ts >= recent.start &&
      ts < recent.end &&
      recent.end - 1 > watermark
    ) {
      this.#put(recent, key, value, count, true);
      return true;
    }
    let accepted = false;
    const last = windowStart(ts, this.#offset, this.#slide);
    for (let start = last; start > ts - size; start -= this.#slide) {
      if (this.#cleanupTime(start + size) <= watermark) continue;
      accepted = true;
      const pane = this.#paneOf(start, start + size);
      const isOpen = pane.end - 1 > watermark;
      const slot = this.#put(pane, key, value, count, isOpen);
      if (!isOpen) this.#fireSlot(pane, slot);
    }
    return accepted;
  }

  advance(watermark: EventTime): void {
    const panes = this.#panes;
    for (const pane of panes) {
      if (pane.end - 1 > watermark) break;
      if (pane.isArmed) this.#firePane(pane);
    }
    let done = 0;
    while (done < panes.length && this.#cleanupTime(panes[done]!.end) <= watermark) done++;
    for (const pane of panes.splice(0, done)) {
      pane.clear();
      this.#free.push(pane);
      if (this.#recent === pane) this.#recent = undefined;
    }
  }

  get next(): EventTime {
    const [first] = this.#panes;
    return first === undefined ? Number.POSITIVE_INFINITY : first.end - 1;
  }

  rows(): WindowRow[] {
    const rows: WindowRow[] = [];
    for (const pane of this.#panes) {
      for (let i = 0; i < pane.size; i++) {
        const slot = pane.order[i]!;
        rows.push({
          key: this.#keyOf[slot]!,
          start: pane.start,
          end: pane.end,
          digest: pane.digest[slot]!,
          count: pane.count[slot]!,
          armed: pane.armed(slot),
        });
      }
    }
    return rows;
  }

  restore(row: WindowRow): void {
    // A window keeps the bounds that it was given, whatever the assigner says by now.
    const pane = this.#paneOf(row.start, row.end);
    this.#recent = undefined;
    const slot = this.#slot(row.key);
    pane.touch(slot, this.#keyOf.length);
    pane.digest[slot] = row.digest;
    pane.count[slot] = row.count;
    if (row.armed) pane.arm(slot);
  }

  #put(pane: Pane, key: number, value: number, count: number, arm: boolean): number {
    const slot = this.#slot(key);
    pane.touch(slot, this.#keyOf.length);
    pane.digest[slot] = this.#functions.windowAdd(pane.digest[slot]!, value);
    pane.count[slot] = pane.count[slot]! + count;
    if (arm) pane.arm(slot);
    return slot;
  }

  #firePane(pane: Pane): void {
    for (let i = 0; i < pane.size; i++) {
      const slot = pane.order[i]!;
      if (pane.armed(slot)) this.#fireSlot(pane, slot);
    }
    pane.disarmAll();
  }

  #fireSlot(pane: Pane, slot: number): void {
    const key = this.#keyOf[slot]!;
    this.#fire(key, pane.start, pane.end, pane.digest[slot]!, pane.count[slot]!);
  }

  #cleanupTime(end: EventTime): EventTime {
    return this.#lateness === 0 ? end - 1 : saturatingAdd(end - 1, this.#lateness);
  }

  #paneOf(start: EventTime, end: EventTime): Pane {
    const panes = this.#panes;
    let low = 0;
    let high = panes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(panes[middle]!, start, end)) low = middle + 1;
      else high = middle;
    }
    let pane = panes[low];
    if (pane === undefined || pane.start !== start || pane.end !== end) {
      pane = this.#free.pop() ?? new Pane(this.#keyOf.length);
      pane.start = start;
      pane.end = end;
      panes.splice(low, 0, pane);
    }
    this.#recent = pane;
    return pane;
  }

  #slot(key: number): number {
    const known = this.#slotOf[key]!;
    if (known !== 0) return known - 1;
    const slot = this.#slots++;
    if (slot === this.#keyOf.length) {
      const grown = new Int32Array(slot * 2);
      grown.set(this.#keyOf);
      this.#keyOf = grown;
    }
    this.#keyOf[slot] = key;
    this.#slotOf[key] = slot + 1;
    return slot;
  }
}

/** Panes stand in the order in which they fire; under one assigner that is the order of their starts. */
function isBefore(pane: Pane, start: EventTime, end: EventTime): boolean {
  return pane.end < end || (pane.end === end && pane.start < start);
}
