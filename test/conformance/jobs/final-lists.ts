import type { FinalLists, JobName, TraceEvent } from "../gates/trace.ts";

/** What is told at the end of a trace, gathered from the events of each step. */
export class FinalLedger {
  readonly #hasWindow: boolean;
  readonly #fed = { OUT: new Set<string>(), IN: new Set<string>() };
  readonly #emitted = { OUT: [] as string[], IN: [] as string[] };
  readonly #committed = { OUT: [] as string[], IN: [] as string[] };
  readonly #times = new Map<string, number>();
  readonly #preCommitted = new Map<string, readonly string[]>();

  constructor(hasWindow: boolean) {
    this.#hasWindow = hasWindow;
  }

  /** A source emitted that record; with a window, results count instead, once a gate sees them. */
  fed(job: JobName, id: string): void {
    if (!this.#hasWindow) this.#fed[job].add(id);
  }

  /** The events of one step, OUT before IN, then by gate. */
  events(events: readonly TraceEvent[]): void {
    for (const event of events) this.#event(event, event.job as JobName);
  }

  #event(event: TraceEvent, job: JobName): void {
    const tx = event["tx"] as string;
    const ids = event["ids"] as readonly string[];
    if (event.e === "gate") {
      const id = event["id"] as string;
      if (this.#hasWindow) this.#fed[job].add(id);
      if (event["d"] === "pass") this.#emitted[job].push(id);
    } else if (event.e === "pre") {
      this.#preCommitted.set(tx, ids);
    } else if (event.e === "commit") {
      this.#preCommitted.delete(tx);
      if (event["again"] === true) return;
      this.#committed[job].push(...ids);
      for (const id of ids) this.#times.set(id, (this.#times.get(id) ?? 0) + 1);
    }
  }

  lists(stillRunning: readonly string[], configMap: Readonly<Record<string, string>>): FinalLists {
    const { OUT, IN } = this.#fed;
    const gaps = [...new Set([...OUT, ...IN])].filter((id) => !this.#times.has(id));
    return {
      emittedOUT: this.#emitted.OUT,
      emittedIN: this.#emitted.IN,
      committedOUT: this.#committed.OUT,
      committedIN: this.#committed.IN,
      duplicates: [...this.#times].filter(([, times]) => times > 1).map(([id]) => id),
      gaps,
      gapsFedToBoth: gaps.filter((id) => OUT.has(id) && IN.has(id)),
      txNeverCommitted: [...this.#preCommitted.keys()],
      stillRunning,
      configMap,
    };
  }
}
