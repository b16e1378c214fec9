/** An operator behind the source that sleeps on each record until so long after its append. */
export interface LagOptions {
  readonly micros: number;
  /** Undefined = every subtask of the source task. */
  readonly subtask: number | undefined;
}

/** The lag of that subtask; 0 = none. */
export function lagMicrosOf(lag: LagOptions | undefined, subtask: number): number {
  return lag !== undefined && (lag.subtask ?? subtask) === subtask ? lag.micros : 0;
}
