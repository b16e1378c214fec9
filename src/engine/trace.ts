import type { SimTime } from "./clock.ts";

/** One fact a model tells about itself: where, what, and the values that matter, as plain data. */
export type TraceEntry = {
  readonly at: SimTime;
  readonly where: string;
  readonly what: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
};

/**
 * Hears a run. A listener only listens: it must not schedule, draw or note, so that the fingerprint
 * of a run is the same with and without it.
 */
export interface TraceListener {
  /** Every event, just before its component handles it. */
  event(
    time: SimTime,
    phase: number,
    componentPath: string,
    kind: number,
    a: number,
    b: number,
  ): void;

  /** What models tell: `simulation.trace?.emit({ … })` builds nothing while the trace is off. */
  emit(entry: TraceEntry): void;
}
