import type { JobName, Restart, TraceEvent } from "../gates/trace.ts";

/** What both jobs did since somebody looked, by gate and in each gate's order. */
export class Happenings {
  readonly #events: TraceEvent[] = [];
  #restart: { readonly job: JobName; sources: number[]; gates: number[] } | undefined;

  event(job: JobName, g: number, e: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#events.push({ job, g, e, ...fields });
  }

  /** That subtask of the source or of the gate began again. */
  restarted(job: JobName, kind: "sources" | "gates", subtask: number): void {
    this.#restart ??= { job, sources: [], gates: [] };
    this.#restart[kind].push(subtask);
  }

  takeEvents(): readonly TraceEvent[] {
    const order = (event: TraceEvent): number => (event.job === "OUT" ? 0 : 1e6) + event.g;
    return this.#events.splice(0).sort((a, b) => order(a) - order(b));
  }

  takeRestart(): Restart | undefined {
    const restart = this.#restart;
    this.#restart = undefined;
    return restart;
  }
}
