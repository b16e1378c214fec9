import type { TraceEntry, TraceListener } from "../engine/trace.ts";

/** About 300 MB, and more than a viewer draws. */
const ENTRIES_MAX = 2_000_000;

/** Keeps what models tell; the kernel's own events are too many to look at. */
export class TraceRecorder implements TraceListener {
  readonly entries: TraceEntry[] = [];
  readonly #most: number;
  #dropped = 0;

  constructor(most: number = ENTRIES_MAX) {
    this.#most = most;
  }

  /** Entries beyond the most that are kept. */
  get dropped(): number {
    return this.#dropped;
  }

  event(): void {}

  emit(entry: TraceEntry): void {
    if (this.entries.length < this.#most) this.entries.push(entry);
    else this.#dropped++;
  }
}
