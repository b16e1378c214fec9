import { type SimTime, toMillis } from "../../engine/clock.ts";
import type { ProducerSession } from "./author.ts";
import type { KafkaError } from "./errors.ts";
import type { Answer } from "./transaction-broker.ts";
import { NO_EPOCH, TransactionMetadata } from "./transaction-metadata.ts";
import type { Writer } from "./writer.ts";

/** How a transaction ends. */
export type TransactionResult = "commit" | "abort";

/** Writes the markers of a transaction and makes its rows committed or aborted. */
export type WriteMarkers = (
  metadata: TransactionMetadata,
  result: TransactionResult,
  now: SimTime,
) => void;

/** A producer that asks to go on under its own id (after an error of its transaction). */
export interface ExpectedEpoch {
  readonly producerId: number;
  readonly epoch: number;
}

/**
 * Kafka: `TransactionCoordinator` of 3.9: who owns a transactional id, and what is open under it.
 *
 * Not modelled: its failure and move to another broker; transactions of protocol 2 (each commit bumps
 * the epoch); that an id is forgotten after 7 days (S8).
 */
export class TransactionCoordinator {
  readonly #maxTimeoutMillis: number;
  readonly #writeMarkers: WriteMarkers;
  readonly #byId = new Map<string, TransactionMetadata>();
  /** Ids with a transaction Ongoing. */
  readonly #ongoing = new Set<TransactionMetadata>();
  /** Ids with a transaction that only the client has begun. */
  readonly #begun = new Set<TransactionMetadata>();
  #nextProducerId = 0;

  constructor(maxTimeoutMillis: number, writeMarkers: WriteMarkers) {
    this.#maxTimeoutMillis = maxTimeoutMillis;
    this.#writeMarkers = writeMarkers;
  }

  get(transactionalId: string): TransactionMetadata | undefined {
    return this.#byId.get(transactionalId);
  }

  /** What is Ongoing, in order of opening, which is not the order in which threads are evaluated. */
  ongoing(): readonly TransactionMetadata[] {
    return [...this.#ongoing].sort(
      (a, b) => a.startedAt! - b.startedAt! || (a.transactionalId < b.transactionalId ? -1 : 1),
    );
  }

  newProducerId(): number {
    return this.#nextProducerId++;
  }

  /**
   * InitProducerId (S11): what the former owner has open is aborted, which takes one epoch, and the
   * new owner gets the next. An unknown id is created with epoch 0.
   */
  init(
    transactionalId: string,
    timeoutMillis: number,
    owner: number,
    now: SimTime,
    expected?: ExpectedEpoch,
  ): Answer<ProducerSession> {
    if (timeoutMillis <= 0 || timeoutMillis > this.#maxTimeoutMillis) {
      return { ok: false, error: "InvalidTxnTimeoutException" };
    }
    const metadata = this.#getOrCreate(transactionalId);
    if (expected !== undefined && expected.producerId !== metadata.producerId) return FENCED;
    this.fence(metadata, now);
    if (metadata.isEpochExhausted) {
      this.#rotate(metadata);
    } else if (!increment(metadata, expected?.epoch)) {
      return FENCED;
    }
    metadata.state = "Empty";
    metadata.timeoutMillis = timeoutMillis;
    const { producerId, epoch } = metadata;
    return { ok: true, value: { transactionalId, producerId, epoch, owner } };
  }

  /**
   * Aborts what is Ongoing with an epoch of the coordinator's own, which keeps the owner out; true =
   * something was.
   */
  fence(metadata: TransactionMetadata, now: SimTime): boolean {
    this.#begun.delete(metadata);
    metadata.begun?.refuse("ProducerFencedException");
    metadata.begun = undefined;
    if (metadata.state !== "Ongoing") return false;
    metadata.epoch++;
    metadata.lastEpoch = NO_EPOCH;
    metadata.current?.refuse("InvalidProducerEpochException");
    this.#complete(metadata, "abort", now);
    return true;
  }

  /** The client's own beginTransaction: `writer` is the transaction when its first record comes. */
  begin(session: ProducerSession, writer: Writer): void {
    const metadata = this.#byId.get(session.transactionalId);
    if (metadata === undefined || !metadata.isOf(session)) {
      writer.refuse("ProducerFencedException");
      return;
    }
    metadata.begun = writer;
    this.#begun.add(metadata);
  }

  /** AddPartitionsToTxn: an error, or the transaction that goes on or opens (S8: its clock starts). */
  add(session: ProducerSession, now: SimTime): Answer<TransactionMetadata> {
    const metadata = this.#byId.get(session.transactionalId);
    if (metadata === undefined || metadata.producerId !== session.producerId) {
      return { ok: false, error: "InvalidPidMappingException" };
    }
    if (metadata.epoch !== session.epoch) return FENCED;
    if (metadata.state !== "Ongoing") {
      metadata.state = "Ongoing";
      metadata.startedAt = now;
      this.#ongoing.add(metadata);
    }
    return { ok: true, value: metadata };
  }

  /** The begun transaction has its first record. */
  opened(metadata: TransactionMetadata): void {
    metadata.begun = undefined;
    this.#begun.delete(metadata);
  }

  /** EndTxn (S7). */
  end(session: ProducerSession, result: TransactionResult, now: SimTime): KafkaError | undefined {
    const metadata = this.#byId.get(session.transactionalId);
    if (metadata === undefined || metadata.producerId !== session.producerId) {
      return "InvalidPidMappingException";
    }
    if (metadata.epoch !== session.epoch) return "ProducerFencedException";
    switch (metadata.state) {
      case "Ongoing":
        metadata.current?.refuse("InvalidTxnStateException");
        this.#complete(metadata, result, now);
        return undefined;
      case "CompleteCommit":
        return result === "commit" ? undefined : "InvalidTxnStateException";
      case "CompleteAbort":
        return result === "abort" ? undefined : "InvalidTxnStateException";
      case "Empty":
        return "InvalidTxnStateException";
    }
  }

  /** S8: aborts what is older than its timeout, with an epoch that keeps the owner out. */
  abortTimedOut(now: SimTime): void {
    for (const metadata of this.ongoing()) {
      if (dueMillis(metadata, metadata.startedAt!) <= toMillis(now)) this.fence(metadata, now);
    }
    // What has no record by now cannot begin its clock before.
    for (const { begun } of this.#begun) if (begun !== undefined) begun.noRecordBefore = now;
  }

  /** The first millisecond at which a scan could find something too old; Infinity = never. */
  earliestDueMillis(): number {
    let earliest = Number.POSITIVE_INFINITY;
    for (const metadata of this.#ongoing) {
      earliest = Math.min(earliest, dueMillis(metadata, metadata.startedAt!));
    }
    for (const metadata of this.#begun) {
      earliest = Math.min(earliest, dueMillis(metadata, metadata.begun!.noRecordBefore));
    }
    return earliest;
  }

  #complete(metadata: TransactionMetadata, result: TransactionResult, now: SimTime): void {
    this.#ongoing.delete(metadata);
    this.#writeMarkers(metadata, result, now);
    metadata.state = result === "commit" ? "CompleteCommit" : "CompleteAbort";
    metadata.partitions.clear();
    metadata.current = undefined;
  }

  #getOrCreate(transactionalId: string): TransactionMetadata {
    let metadata = this.#byId.get(transactionalId);
    if (metadata === undefined) {
      metadata = new TransactionMetadata(transactionalId, this.newProducerId());
      this.#byId.set(transactionalId, metadata);
    }
    return metadata;
  }

  #rotate(metadata: TransactionMetadata): void {
    metadata.producerId = this.newProducerId();
    metadata.epoch = 0;
    metadata.lastEpoch = NO_EPOCH;
  }
}

const FENCED: { readonly ok: false; readonly error: KafkaError } = {
  ok: false,
  error: "ProducerFencedException",
};

/** False: the epoch that the producer expects is not the one that it had. */
function increment(metadata: TransactionMetadata, expected: number | undefined): boolean {
  if (expected === undefined) {
    metadata.epoch++;
    metadata.lastEpoch = NO_EPOCH;
    return true;
  }
  if (metadata.epoch === NO_EPOCH || expected === metadata.epoch) {
    metadata.lastEpoch = metadata.epoch;
    metadata.epoch++;
    return true;
  }
  return expected === metadata.lastEpoch;
}

/** Kafka: `timedOutTransactions`, in whole milliseconds: strictly older than the timeout. */
function dueMillis(metadata: TransactionMetadata, startedAt: SimTime): number {
  return toMillis(startedAt) + metadata.timeoutMillis + 1;
}
