import { RecordColumns } from "./record-columns.ts";

/** What stands between records in a channel: W14, C9, C11, C12. */
export type ControlKind = 0 | 1 | 2 | 3 | 4 | 5;
export const WATERMARK: ControlKind = 0;
export const STATUS_IDLE: ControlKind = 1;
export const STATUS_ACTIVE: ControlKind = 2;
export const BARRIER: ControlKind = 3;
export const CANCEL_BARRIER: ControlKind = 4;
export const END_OF_PARTITION: ControlKind = 5;

/**
 * One network buffer of one channel: records, with watermarks, statuses and barriers in their place.
 *
 * The unit of delivery (a buffer leaves when it is full or its timeout passes), not of decision:
 * the reader works record by record. Pooled; the arrays only grow. What is broadcast to channels
 * without records is held once: their buffers share the lists of control elements.
 */
export class NetworkBuffer {
  readonly records: RecordColumns = new RecordColumns();
  controlAt: number[];
  controlKind: ControlKind[];
  controlValue: number[];
  readonly #own: ControlElements = new ControlElements();
  #isShared = false;

  /** Set when it is sent: input channel at the receiver, and when it gets there (µs). */
  channel = 0;
  arrivedAt = 0;
  /** How far the receiver has read. */
  nextRecord = 0;
  nextControl = 0;
  /** Barriers, cancellation markers and ends of partition in it. */
  barriers = 0;

  constructor() {
    this.controlAt = this.#own.at;
    this.controlKind = this.#own.kind;
    this.controlValue = this.#own.value;
  }

  /** Records in it. */
  get length(): number {
    return this.records.length;
  }

  appendControl(kind: ControlKind, value: number): void {
    if (this.#isShared) this.#unshare();
    this.controlAt.push(this.length);
    this.controlKind.push(kind);
    this.controlValue.push(value);
    if (kind >= BARRIER) this.barriers++;
  }

  /** Holds these elements, ahead of its first record, without a copy of its own. */
  share(elements: ControlElements): void {
    this.#isShared = true;
    this.controlAt = elements.at;
    this.controlKind = elements.kind;
    this.controlValue = elements.value;
    this.barriers = elements.barriers;
  }

  reset(): void {
    this.records.clear();
    this.nextRecord = 0;
    this.nextControl = 0;
    this.barriers = 0;
    if (this.#isShared) this.#takeBack();
    else if (this.controlAt.length > 0) this.#own.clear();
  }

  #unshare(): void {
    const { controlAt, controlKind, controlValue } = this;
    this.#takeBack();
    this.controlAt.push(...controlAt);
    this.controlKind.push(...controlKind);
    this.controlValue.push(...controlValue);
  }

  #takeBack(): void {
    this.#isShared = false;
    this.controlAt = this.#own.at;
    this.controlKind = this.#own.kind;
    this.controlValue = this.#own.value;
  }
}

/** Watermarks, statuses and barriers in columns, with the number of records ahead of each. */
export class ControlElements {
  readonly at: number[] = [];
  readonly kind: ControlKind[] = [];
  readonly value: number[] = [];
  /** How many are barriers, cancellation markers or ends of partition. */
  barriers = 0;

  /** One more, ahead of all records. */
  push(kind: ControlKind, value: number): void {
    this.at.push(0);
    this.kind.push(kind);
    this.value.push(value);
    if (kind >= BARRIER) this.barriers++;
  }

  clear(): void {
    this.at.length = 0;
    this.kind.length = 0;
    this.value.length = 0;
    this.barriers = 0;
  }
}

/** Free buffers of one run. A buffer given back must not be used again by the giver. */
export class BufferPool {
  // Those that have held records keep their columns, and are kept apart.
  readonly #wide: NetworkBuffer[] = [];
  readonly #bare: NetworkBuffer[] = [];

  /** An empty buffer that is to hold records. */
  take(): NetworkBuffer {
    return this.#wide.pop() ?? this.#bare.pop() ?? new NetworkBuffer();
  }

  /** An empty buffer for control elements alone. */
  takeBare(): NetworkBuffer {
    return this.#bare.pop() ?? new NetworkBuffer();
  }

  give(buffer: NetworkBuffer): void {
    buffer.reset();
    (buffer.records.isWide ? this.#wide : this.#bare).push(buffer);
  }
}
