import type { JobRole } from "../../model/options.ts";
import type { OutputBatch } from "../../oracle/evidence.ts";
import type { ReportSpan } from "../report-facts.ts";
import { LatencyCounts } from "./latency-counts.ts";

const BINS_MAX = 600;
/** Round numbers, in microseconds. */
const MANTISSAS = [1, 2, 2.5, 5];

/** What became visible when, and how long after its event time; bins over one span. */
export class OutputBook {
  readonly startMicros: number;
  readonly binMicros: number;
  readonly bins: number;
  readonly visible: Readonly<Record<JobRole, number[]>>;
  readonly latency: readonly LatencyCounts[];
  readonly overall: LatencyCounts = new LatencyCounts();
  /** Of the whole run. */
  readonly first: Record<JobRole, number | null> = { outgoing: null, incoming: null };
  readonly last: Record<JobRole, number | null> = { outgoing: null, incoming: null };
  readonly #epochMillis: number;

  constructor({ from, to }: ReportSpan, epochMillis: number) {
    this.binMicros = binOf(to - from + 1);
    this.startMicros = Math.floor(from / this.binMicros) * this.binMicros;
    this.bins = Math.floor((to - this.startMicros) / this.binMicros) + 1;
    const zeros = (): number[] => new Array<number>(this.bins).fill(0);
    this.visible = { outgoing: zeros(), incoming: zeros() };
    this.latency = Array.from({ length: this.bins }, () => new LatencyCounts());
    this.#epochMillis = epochMillis;
  }

  add(rows: OutputBatch, from: number, to: number, role: JobRole, visibleAt: number): void {
    if (to <= from) return;
    this.first[role] = Math.min(this.first[role] ?? visibleAt, visibleAt);
    this.last[role] = Math.max(this.last[role] ?? visibleAt, visibleAt);
    const bin = Math.floor((visibleAt - this.startMicros) / this.binMicros);
    if (bin < 0 || bin >= this.bins) return;
    this.visible[role][bin]! += to - from;
    const counts = this.latency[bin] as LatencyCounts;
    const visibleMillis = this.#epochMillis + visibleAt / 1000;
    for (let i = from; i < to; i++) {
      const micros = Math.max(0, Math.round((visibleMillis - rows.ts[i]!) * 1000));
      counts.add(micros);
      this.overall.add(micros);
    }
  }
}

/** The smallest round width that gives no more bins than a chart takes; 10 ms at least. */
function binOf(span: number): number {
  for (let decade = 10_000; ; decade *= 10) {
    for (const mantissa of MANTISSAS) {
      const width = mantissa * decade;
      if (span / width + 1 <= BINS_MAX) return width;
    }
  }
}
