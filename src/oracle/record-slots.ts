import { type InputLog, OFFSETS_PER_PARTITION } from "./evidence.ts";

const SHIFT = 12;
const CHUNK: number = 1 << SHIFT;
const WITHIN: number = CHUNK - 1;

/** Outputs 4096 at a time: their marks and digests. */
export interface SlotChunk {
  readonly marks: Uint32Array;
  readonly values: Uint32Array;
}

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
  readonly #chunks: (SlotChunk | undefined)[][];

  constructor(input: InputLog, fanOut: number) {
    this.fanOut = fanOut;
    this.#counts = Array.from({ length: input.partitions }, (_, p) => input.count(p));
    this.#chunks = this.#counts.map((count) =>
      new Array<SlotChunk | undefined>(Math.ceil((count * fanOut) / CHUNK)).fill(undefined),
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

  /** The chunk around a place, made if need be; `place & WITHIN_CHUNK` is the index in it. */
  chunk(partition: number, place: number): SlotChunk {
    const chunks = this.#chunks[partition]!;
    const number = Math.floor(place / CHUNK);
    let chunk = chunks[number];
    if (chunk === undefined) {
      chunk = { marks: new Uint32Array(CHUNK), values: new Uint32Array(CHUNK) };
      chunks[number] = chunk;
    }
    return chunk;
  }

  mark(partition: number, place: number): number {
    const chunk = this.#chunks[partition]![Math.floor(place / CHUNK)];
    return chunk === undefined ? 0 : chunk.marks[place & WITHIN]!;
  }

  value(partition: number, place: number): number {
    const chunk = this.#chunks[partition]![Math.floor(place / CHUNK)];
    return chunk === undefined ? 0 : chunk.values[place & WITHIN]!;
  }
}

export const WITHIN_CHUNK: number = WITHIN;

export function partitionOf(id: number): number {
  return Math.floor(id / OFFSETS_PER_PARTITION);
}

export function offsetOf(id: number): number {
  return id - Math.floor(id / OFFSETS_PER_PARTITION) * OFFSETS_PER_PARTITION;
}
