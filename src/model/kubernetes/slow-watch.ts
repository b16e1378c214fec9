/** Watchers that wait longer than others. */
export interface SlowWatch {
  readonly job: "outgoing" | "incoming";
  /** Undefined = every gate of the job. */
  readonly subtask: number | undefined;
  /** On top of the watch latency (µs). */
  readonly extraMicros: number;
}
