import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { Element } from "../operator/element.ts";
import type { Author } from "./author.ts";
import type { KafkaError } from "./errors.ts";
import type { RowChunk, RowChunks, RowOwner } from "./row-chunks.ts";
import type { OpenTransaction } from "./transaction-broker.ts";

/** What became of the rows; those of a producer without transactions are committed at once. */
export type Fate = "open" | "committed" | "aborted";

/** How far a transaction has come in one partition. */
export type Standing = 0 | 1 | 2;
/** The coordinator has not heard of the partition (AddPartitionsToTxn). */
export const UNKNOWN: Standing = 0;
/** The coordinator has; there is no row of it in the log, or an operator has ended those. */
export const REGISTERED: Standing = 1;
/** Rows of it stand in the log and hold the last stable offset back. */
export const HOLDING: Standing = 2;

/** The broker, as a writer needs it. */
export interface WriterHost {
  readonly chunks: RowChunks<Writer>;
  readonly partitions: number;
  /** Log order is settled up to here: nobody appends before it any more. */
  readonly settledAt: SimTime;
  /** No writer has rows whose place in the log is not settled. */
  isSettled: boolean;
  /** The first row of a transaction in that partition. */
  register(writer: Writer, partition: number, at: SimTime): void;
}

/**
 * One transaction of one producer, or a producer without any, with its rows in the order of their
 * appends. The broker settles their places among those of all others.
 */
export class Writer implements OpenTransaction, RowOwner<Writer> {
  /** Place in the broker's list; settles ties of rows that are appended at the same time. */
  readonly index: number;
  readonly author: Author;
  fate: Fate;
  size = 0;
  refusal: KafkaError | undefined = undefined;
  onRefused: (() => void) | undefined = undefined;
  /** The client began it, and has certainly sent no record before this. */
  noRecordBefore: SimTime;
  /** When the coordinator heard of it, with its first record. */
  openedAt: SimTime | undefined = undefined;
  endedAt: SimTime | undefined = undefined;
  /** By partition. */
  readonly standing: Uint8Array;
  chunk: RowChunk<Writer> | undefined = undefined;
  /** Chunks with rows whose place in the log is not settled, oldest first. */
  readonly unsettled: RowChunk<Writer>[] = [];
  readonly #host: WriterHost;
  #lastAt: SimTime = 0;

  constructor(host: WriterHost, index: number, author: Author, begunAt: SimTime) {
    const isTransactional = author.transaction >= 0;
    this.#host = host;
    this.index = index;
    this.author = author;
    this.noRecordBefore = begunAt;
    this.fate = isTransactional ? "open" : "committed";
    this.standing = new Uint8Array(host.partitions);
    // Its rows open nothing: there is nothing to register or to hold back.
    if (!isTransactional) this.standing.fill(HOLDING);
  }

  get number(): number {
    return this.author.transaction;
  }

  get hasEnded(): boolean {
    return this.author.transaction >= 0 && this.fate !== "open";
  }

  /** No record of it is taken any more. */
  refuse(error: KafkaError): void {
    this.refusal = error;
    this.onRefused?.();
  }

  append(at: SimTime, partition: number, element: Element): void {
    assert(this.refusal === undefined, "the producer has looked at its refusal");
    assert(at >= this.#lastAt, "a producer appends in order of time");
    if (this.standing[partition] === UNKNOWN) this.#host.register(this, partition, at);
    this.#lastAt = at;
    this.size++;
    let { chunk } = this;
    if (chunk === undefined || chunk.isFull || chunk.writer !== this) {
      chunk = this.#host.chunks.take(this);
      this.chunk = chunk;
    }
    if (chunk.settled === chunk.rows.length) this.#waits(chunk, at);
    chunk.rows.push(at, partition, element);
  }

  /** The markers are written. */
  end(result: "commit" | "abort", now: SimTime): void {
    this.fate = result === "commit" ? "committed" : "aborted";
    this.endedAt = now;
  }

  #waits(chunk: RowChunk<Writer>, at: SimTime): void {
    assert(at >= this.#host.settledAt, "no row comes before what is settled");
    this.unsettled.push(chunk);
    this.#host.isSettled = false;
  }
}
