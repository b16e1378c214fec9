import { BufferedRecords } from "./buffered-records.ts";
import { ControlElements, type ControlKind } from "./control-elements.ts";

/**
 * One network buffer of one channel: records, with watermarks, statuses and barriers in their place.
 *
 * The unit of delivery (a buffer leaves when it is full or its timeout passes), not of decision:
 * the reader works record by record. Pooled; the arrays only grow. What is broadcast to channels
 * without records is held once: their buffers share the control elements.
 */
export class NetworkBuffer {
  readonly records: BufferedRecords = new BufferedRecords();
  readonly #own: ControlElements = new ControlElements();
  controls: ControlElements = this.#own;

  /** Set when it is sent: input channel at the receiver, and when it gets there (µs). */
  channel = 0;
  arrivedAt = 0;
  /** How far the receiver has read. */
  nextRecord = 0;
  nextControl = 0;

  /** Records in it. */
  get length(): number {
    return this.records.length;
  }

  appendControl(kind: ControlKind, value: number): void {
    if (this.controls !== this.#own) {
      this.#own.copy(this.controls);
      this.controls = this.#own;
    }
    this.#own.push(kind, value, this.length);
  }

  /** Holds these elements, ahead of its first record, without a copy of its own. */
  share(elements: ControlElements): void {
    this.controls = elements;
  }

  reset(): void {
    this.records.clear();
    this.nextRecord = 0;
    this.nextControl = 0;
    this.controls = this.#own;
    this.#own.size = 0;
    this.#own.barriers = 0;
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
