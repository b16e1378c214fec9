import { type InputLog, OFFSETS_PER_PARTITION } from "./evidence.ts";

const SHIFT = 12;
/** Places of a chunk: a power of two. */
const CHUNK: number = 1 << SHIFT;
const WITHIN: number = CHUNK - 1;

/**
 * A slot for each output that each input record may have: its mark and its digest, 8 bytes, in
 * chunks that exist once something in them was seen. Addressed by arithmetic, never searched.
 */
export class RecordSlots {
  /**
   * Outputs that one record can have; 0 = records do not reach the output (a window is before
   * it).
   */
  readonly fanOut: number;
  readonly #counts: readonly number[];
  readonly #chunks: (Uint32Array | undefined)[][];

  constructor(input: InputLog, fanOut: number) {
    this.fanOut = fanOut;
    this.#counts = Array.from({ length: input.partitions }, (_, p) => input.count(p));
    this.#chunks = this.#counts.map((count) =>
      new Array<Uint32Array | undefined>(Math.ceil((count * fanOut) / CHUNK)).fill(undefined),
    );
  }

  /**
   * The place of an output in its partition, or −1 if the input has no such record or sub-index.
   */
  place(partition: number, offset: number, sub: number): number {
    const count = this.#counts[partition];
    if (count === undefined || !(offset < count) || !(sub >= 0 && sub < this.fanOut)) return -1;
    return offset * this.fanOut + sub;
  }

  /** The chunk around a place, made if need be: mark and digest at `slotOf(place)` and behind. */
  chunk(partition: number, place: number): Uint32Array {
    const number = Math.floor(place / CHUNK);
    return this.#chunks[partition]![number] ?? this.#make(partition, number);
  }

  /** The same, but undefined if nothing in it was seen. */
  seenChunk(partition: number, place: number): Uint32Array | undefined {
    return this.#chunks[partition]![Math.floor(place / CHUNK)];
  }

  mark(partition: number, place: number): number {
    const chunk = this.#chunks[partition]![Math.floor(place / CHUNK)];
    return chunk === undefined ? 0 : chunk[slotOf(place)]!;
  }

  value(partition: number, place: number): number {
    const chunk = this.#chunks[partition]![Math.floor(place / CHUNK)];
    return chunk === undefined ? 0 : chunk[slotOf(place) + 1]!;
  }

  #make(partition: number, number: number): Uint32Array {
    const rest = this.#counts[partition]! * this.fanOut - number * CHUNK;
    const chunk = new Uint32Array(2 * Math.min(CHUNK, rest));
    this.#chunks[partition]![number] = chunk;
    return chunk;
  }
}

/** Whether a chunk begins there. */
export function opensChunk(place: number): boolean {
  return (place & WITHIN) === 0;
}

/** Where the slot of a place begins in its chunk. */
export function slotOf(place: number): number {
  return 2 * (place & WITHIN);
}

export function partitionOf(id: number): number {
  return Math.floor(id / OFFSETS_PER_PARTITION);
}

export function offsetOf(id: number): number {
  return id - Math.floor(id / OFFSETS_PER_PARTITION) * OFFSETS_PER_PARTITION;
}
