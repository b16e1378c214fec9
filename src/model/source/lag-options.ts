/** An operator behind the source that sleeps on each record until so long after its append. */
export interface LagOptions {
  readonly micros: number;
  /** Undefined = every subtask of the source task. */
  readonly subtask: number | undefined;
}
