import type { TraceEntry, TraceListener } from "../engine/trace.ts";

/** About 300 MB, and more than a viewer draws. */
const ENTRIES_MAX = 2_000_000;

/** Keeps what models tell; the kernel's own events are too many to look at. */
export class TraceRecorder implements TraceListener {
  readonly entries: TraceEntry[] = [];
  #dropped = 0;

  /** Entries beyond the first two million, which were not kept. */
  get dropped(): number {
    return this.#dropped;
  }

  event(): void {}

  emit(entry: TraceEntry): void {
    if (this.entries.length < ENTRIES_MAX) this.entries.push(entry);
    else this.#dropped++;
  }
}
