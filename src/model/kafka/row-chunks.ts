import { RecordColumns } from "./record-columns.ts";

const ROW_BITS = 7;
const CHUNK_ROWS = 1 << ROW_BITS;

/** Whose rows a chunk holds. */
export interface RowOwner<Owner> {
  /** The chunk that is being filled. */
  chunk: RowChunk<Owner> | undefined;
  /** It gets no more rows. */
  readonly hasEnded: boolean;
}

/** Rows of one writer, in the order of their appends; logs refer to a row by its address. */
export class RowChunk<Owner> {
  /** The address of its first row. */
  readonly address: number;
  readonly rows: RecordColumns = new RecordColumns(CHUNK_ROWS);
  /** Undefined: not in use. */
  writer: Owner | undefined = undefined;
  /** Rows whose place in the log is settled. */
  settled = 0;
  /** Rows that the readers' position has passed. */
  passed = 0;

  constructor(address: number) {
    this.address = address;
  }

  get isFull(): boolean {
    return this.rows.length === CHUNK_ROWS;
  }
}

/** All chunks, by number: in use or waiting to be used again. */
export class RowChunks<Owner extends RowOwner<Owner>> {
  readonly #all: RowChunk<Owner>[] = [];
  readonly #free: RowChunk<Owner>[] = [];
  readonly #keepsAll: boolean;

  constructor(keepsAll: boolean) {
    this.#keepsAll = keepsAll;
  }

  take(writer: Owner): RowChunk<Owner> {
    let chunk = this.#free.pop();
    if (chunk === undefined) {
      chunk = new RowChunk<Owner>(this.#all.length * CHUNK_ROWS);
      this.#all.push(chunk);
    }
    chunk.writer = writer;
    return chunk;
  }

  /** The chunk that holds the row of this address. */
  at(address: number): RowChunk<Owner> {
    return this.#all[address >> ROW_BITS]!;
  }

  /** Copies a row to the writer's own; returns its new address. */
  copy(from: RowChunk<Owner>, row: number, writer: Owner): number {
    let { chunk } = writer;
    if (chunk === undefined || chunk.isFull) {
      chunk = this.take(writer);
      writer.chunk = chunk;
    }
    chunk.rows.take(from.rows, row);
    chunk.settled = chunk.rows.length;
    return chunk.address + chunk.rows.length - 1;
  }

  /** Readers have passed so many more of its rows. */
  pass(chunk: RowChunk<Owner>, rows: number): void {
    chunk.passed += rows;
    if (chunk.passed === chunk.rows.length) this.giveBackIfDone(chunk);
  }

  /** Nobody will look at the chunk again: all its rows were passed, and it gets no more. */
  giveBackIfDone(chunk: RowChunk<Owner>): void {
    const { rows, passed, writer } = chunk;
    if (this.#keepsAll || passed < rows.length || writer === undefined) return;
    if (rows.length < CHUNK_ROWS && !writer.hasEnded) return;
    chunk.writer = undefined;
    chunk.settled = 0;
    chunk.passed = 0;
    rows.length = 0;
    this.#free.push(chunk);
  }
}

/** The place of an address in its chunk. */
export function rowOf(address: number): number {
  return address & (CHUNK_ROWS - 1);
}
