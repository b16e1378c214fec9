/** `withWatermarkAlignment` of one source (W19). */
export interface AlignmentOptions {
  /** Sources of a job under the same name wait for each other. */
  readonly group: string;
  readonly maxDriftMillis: number;
  /** How often subtasks report and the coordinator announces; Flink's default is 1 s. */
  readonly intervalMicros: number;
}
