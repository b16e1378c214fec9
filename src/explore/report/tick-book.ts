import type { JobRole } from "../../model/options.ts";
import type { TickScale, Ticks } from "../report-charts.ts";
import type { ReportSpan } from "../report-facts.ts";

/** Pixels of a span: a chart's width, at two pixels of the screen each. */
const PIXELS = 500;
const EACH_MAX = 4_000;

/**
 * Counts what each job emitted, by lane and instant, over one span; keeps the instants themselves
 * while they are few.
 */
export class TickBook {
  readonly #from: number;
  readonly #to: number;
  readonly #pixelMicros: number;
  readonly #counts: Uint32Array;
  readonly #each: (number[] | undefined)[];
  #total = 0;

  constructor(lanes: number, { from, to }: ReportSpan) {
    this.#from = from;
    this.#to = to;
    this.#pixelMicros = Math.max(1, Math.ceil((to - from + 1) / PIXELS));
    this.#counts = new Uint32Array(2 * lanes * PIXELS);
    this.#each = new Array<number[] | undefined>(2 * lanes).fill(undefined);
  }

  /** Ticks in the span. */
  get total(): number {
    return this.#total;
  }

  add(lane: number, role: JobRole, at: number): void {
    if (at < this.#from || at > this.#to) return;
    const rail = railOf(lane, role);
    const pixel = Math.floor((at - this.#from) / this.#pixelMicros);
    this.#counts[rail * PIXELS + pixel]!++;
    if (++this.#total > EACH_MAX) return;
    const each = this.#each[rail];
    if (each === undefined) this.#each[rail] = [at];
    else each.push(at);
  }

  scale(): TickScale {
    return {
      from: this.#from,
      to: this.#to,
      ticks: this.#total > EACH_MAX ? "counts" : "each",
      pixelMicros: this.#pixelMicros,
    };
  }

  ticks(lane: number, role: JobRole): Ticks {
    if (this.#total > EACH_MAX) return this.counts([lane], role);
    const at = (this.#each[railOf(lane, role)] ?? []).toSorted((a, b) => a - b);
    return { at, first: 0, count: [] };
  }

  /** Of several lanes together, from the first pixel with a tick to the last. */
  counts(lanes: readonly number[], role: JobRole): Ticks {
    const sum = new Array<number>(PIXELS).fill(0);
    for (const lane of lanes) {
      const start = railOf(lane, role) * PIXELS;
      for (let pixel = 0; pixel < PIXELS; pixel++) sum[pixel]! += this.#counts[start + pixel]!;
    }
    const first = sum.findIndex((count) => count > 0);
    if (first < 0) return NO_TICKS;
    const last = sum.findLastIndex((count) => count > 0);
    return { at: [], first, count: sum.slice(first, last + 1) };
  }
}

export const NO_TICKS: Ticks = { at: [], first: 0, count: [] };

function railOf(lane: number, role: JobRole): number {
  return 2 * lane + (role === "outgoing" ? 0 : 1);
}
