import type { IsolationLevel } from "./broker-options.ts";
import type { PartitionLog } from "./partition-log.ts";
import type { RecordColumns } from "./record-columns.ts";

/** Hears one record: row `row` of `rows`. */
export type OnRecord = (offset: number, rows: RecordColumns, row: number) => void;

/**
 * A consumer of one partition of an exact broker, which keeps its place between polls (S12): below
 * the last stable offset or the high watermark. It steps over markers, and over aborted records
 * unless it is read_uncommitted.
 */
export class LogConsumer {
  readonly #log: PartitionLog;
  readonly #isolation: IsolationLevel;
  /** Offset of the next record. */
  position: number;

  constructor(log: PartitionLog, isolation: IsolationLevel, position: number) {
    this.#log = log;
    this.#isolation = isolation;
    this.position = position;
  }

  /** Where the consumer's reading ends for now. */
  get endOffset(): number {
    return this.#isolation === "read_committed" ? this.#log.lastStable : this.#log.end;
  }

  poll(hear: OnRecord): void {
    const end = this.endOffset;
    if (end <= this.position) return;
    this.#log.read(this.position, end, (offset, chunk, row) => {
      if (this.#isolation === "read_committed" && chunk.writer?.fate === "aborted") return;
      hear(offset, chunk.rows, row);
    });
    this.position = end;
  }
}
