import type { SimTime } from "../../engine/clock.ts";
import type { Author } from "./author.ts";
import type { RecordColumns } from "./record-columns.ts";

export type IsolationLevel = "read_committed" | "read_uncommitted";

/** The broker of the sink's output topic. */
export interface BrokerOptions {
  /** Of the output topic. */
  readonly partitions: number;
  /** `transaction.max.timeout.ms` (S8). */
  readonly maxTransactionTimeoutMicros: number;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms` (S8). */
  readonly abortScanMicros: number;
  /** The first scan; the others follow on a grid. `abortScanMicros` unless given. */
  readonly firstScanAt?: SimTime;
  /** Of the readers that `onVisible` stands for. */
  readonly isolation: IsolationLevel;
  /** Keeps the whole log, with offsets and producer states, for `read` and the admin's calls. */
  readonly exact?: boolean;
  /**
   * Called at the start of every call at the broker: whoever is evaluated lazily has to append by
   * now what was finished by `now`.
   */
  readonly settle?: (now: SimTime) => void;
  /**
   * Rows `from` … `to` − 1 became visible; in the log order of their partition, all of one author.
   * The author is the same object for all rows of a transaction.
   */
  readonly onVisible?: (
    rows: RecordColumns,
    from: number,
    to: number,
    author: Author,
    visibleAt: SimTime,
  ) => void;
}
