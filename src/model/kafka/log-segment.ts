import { RecordColumns } from "./record-columns.ts";

/** Rows of a segment; a power of two. */
export const SEGMENT_ROWS = 256;

/** A piece of one partition's log: rows, who appended each, and its offset where that is kept. */
export class LogSegment {
  readonly rows: RecordColumns = new RecordColumns(SEGMENT_ROWS);
  /** Number of the writer at the broker. */
  readonly writer: Int32Array = new Int32Array(SEGMENT_ROWS);
  /** Empty unless the broker is `exact`. */
  readonly offset: Float64Array;

  constructor(keepsOffsets: boolean) {
    this.offset = new Float64Array(keepsOffsets ? SEGMENT_ROWS : 0);
  }
}

/** Segments that are not in use. */
export class SegmentPool {
  readonly #free: LogSegment[] = [];
  readonly #keepsOffsets: boolean;

  constructor(keepsOffsets: boolean) {
    this.#keepsOffsets = keepsOffsets;
  }

  take(): LogSegment {
    return this.#free.pop() ?? new LogSegment(this.#keepsOffsets);
  }

  giveBack(segment: LogSegment): void {
    segment.rows.length = 0;
    this.#free.push(segment);
  }
}
