import type { Element } from "../operator/element.ts";

/** What stands between records in a channel: W14, C9, C11, C12. */
export type ControlKind = 0 | 1 | 2 | 3 | 4 | 5;
export const WATERMARK: ControlKind = 0;
export const STATUS_IDLE: ControlKind = 1;
export const STATUS_ACTIVE: ControlKind = 2;
export const BARRIER: ControlKind = 3;
export const CANCEL_BARRIER: ControlKind = 4;
export const END_OF_PARTITION: ControlKind = 5;

/** Columns a record takes in `records`: id, ts (NaN = none), key, value, count, windowStart. */
export const STRIDE = 6;

/**
 * One network buffer of one channel: records, with watermarks, statuses and barriers in their place.
 *
 * The unit of delivery (a buffer leaves when it is full or its timeout passes), not of decision:
 * the reader works record by record. Pooled; the arrays only grow.
 */
export class NetworkBuffer {
  records: Float64Array = new Float64Array(16 * STRIDE);
  length = 0;
  readonly controlAt: number[] = [];
  readonly controlKind: ControlKind[] = [];
  readonly controlValue: number[] = [];

  /** Set when it is sent: input channel at the receiver, and when it gets there (µs). */
  channel = 0;
  arrivedAt = 0;
  /** How far the receiver has read. */
  nextRecord = 0;
  nextControl = 0;
  /** Barriers, cancellation markers and ends of partition in it. */
  barriers = 0;

  append(element: Element): void {
    const at = this.length * STRIDE;
    if (at === this.records.length) this.#grow();
    const records = this.records;
    records[at] = element.id;
    records[at + 1] = element.hasTimestamp ? element.ts : Number.NaN;
    records[at + 2] = element.key;
    records[at + 3] = element.value;
    records[at + 4] = element.count;
    records[at + 5] = element.windowStart;
    this.length++;
  }

  appendControl(kind: ControlKind, value: number): void {
    this.controlAt.push(this.length);
    this.controlKind.push(kind);
    this.controlValue.push(value);
    if (kind >= BARRIER) this.barriers++;
  }

  get isEmpty(): boolean {
    return this.length === 0 && this.controlAt.length === 0;
  }

  reset(): void {
    this.length = 0;
    this.nextRecord = 0;
    this.nextControl = 0;
    this.barriers = 0;
    if (this.controlAt.length > 0) {
      this.controlAt.length = 0;
      this.controlKind.length = 0;
      this.controlValue.length = 0;
    }
  }

  #grow(): void {
    const grown = new Float64Array(this.records.length * 2);
    grown.set(this.records);
    this.records = grown;
  }
}

/** Free buffers of one run. A buffer given back must not be used again by the giver. */
export class BufferPool {
  readonly #free: NetworkBuffer[] = [];

  take(): NetworkBuffer {
    return this.#free.pop() ?? new NetworkBuffer();
  }

  give(buffer: NetworkBuffer): void {
    buffer.reset();
    this.#free.push(buffer);
  }
}
