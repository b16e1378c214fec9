import type { SimTime } from "../../engine/clock.ts";
import { Element } from "../operator/element.ts";
import { hasOngoingTransaction } from "./client-state.ts";
import { type ClientAnswer, type ClientError, failure, success } from "./errors.ts";
import type { Offsets } from "./group-offsets.ts";
import type { KafkaBroker } from "./kafka-broker.ts";
import { produceInTransaction, producePlain } from "./produce.ts";
import type { TransactionResult } from "./transaction-coordinator.ts";
import { type ClientVersion, TransactionManager } from "./transaction-manager.ts";
import type { Writer } from "./writer.ts";

export interface ProducerOptions {
  readonly broker: KafkaBroker;
  readonly version: ClientVersion;
  /** The runtime's name for whoever the producer works for. */
  readonly owner: number;
  /** Undefined: idempotent, without transactions. */
  readonly transactionalId: string | undefined;
  /** `transaction.timeout.ms`. */
  readonly timeoutMicros: number;
}

/** A record that was given to the producer and not yet to the broker. */
interface QueuedRecord {
  readonly partition: number;
  readonly element: Element;
}

/**
 * Kafka: `KafkaProducer` on an exact broker. The sender thread works when the producer is called:
 * records go out with the next send, flush, commit or `runSender`; one record a batch.
 */
export class KafkaProducer {
  /** Undefined: the producer has no transactional id. */
  protected transactions: TransactionManager | undefined = undefined;
  readonly #broker: KafkaBroker;
  readonly #version: ClientVersion;
  readonly #owner: number;
  readonly #timeoutMicros: number;
  readonly #queue: QueuedRecord[] = [];
  #plain: Writer | undefined = undefined;
  #plainSequences = new Map<number, number>();
  #isClosed = false;

  constructor(options: ProducerOptions) {
    this.#broker = options.broker;
    this.#version = options.version;
    this.#owner = options.owner;
    this.#timeoutMicros = options.timeoutMicros;
    if (options.transactionalId !== undefined) this.becomeTransactional(options.transactionalId);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  initTransactions(now: SimTime): ClientError | undefined {
    return this.#unusable() ?? this.transactions?.initTransactions(now);
  }

  beginTransaction(): ClientError | undefined {
    return this.#unusable() ?? this.transactions?.begin();
  }

  commitTransaction(now: SimTime): ClientError | undefined {
    return this.#complete("commit", now);
  }

  abortTransaction(now: SimTime): ClientError | undefined {
    return this.#complete("abort", now);
  }

  sendOffsetsToTransaction(group: string, offsets: Offsets, now: SimTime): ClientError | undefined {
    return this.#unusable() ?? this.transactions?.sendOffsets(group, offsets, now);
  }

  /** Sends and waits: the record's offset, or why it has none. */
  sendAndWait(partition: number, element: Element, now: SimTime): ClientAnswer<number> {
    const error = this.send(partition, element);
    if (error !== undefined) return failure(error);
    return this.runSender(now) ?? failure("TimeoutException");
  }

  /** Gives a copy of the record to the sender thread. */
  send(partition: number, element: Element): ClientError | undefined {
    if (this.#isClosed) return "IllegalStateException";
    const error = this.#refusesRecords();
    if (error === "ProducerFencedException" || error === "InvalidProducerEpochException") {
      this.transactions?.recordFailed(error);
    }
    // The client notices a call out of order only when the record is in its buffer; it stays there.
    if (error === undefined || error === "IllegalStateException") {
      this.#queue.push({ partition, element: Object.assign(new Element(), element) });
    }
    return error;
  }

  /** Waits for all records that were given to the sender; their errors are the senders' to see. */
  flush(now: SimTime): void {
    this.runSender(now);
  }

  /** Gracefully: sends what waits and aborts the transaction that is open. */
  close(now: SimTime): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.runSender(now);
    const { transactions } = this;
    if (transactions === undefined || !hasOngoingTransaction(transactions.state)) return;
    if (transactions.beginCompleting("abort") === undefined) transactions.complete("abort", now);
  }

  /** `close(Duration.ZERO)`: nothing is sent any more, nothing aborted (S13). */
  closeNow(): void {
    this.#isClosed = true;
    this.#queue.length = 0;
  }

  /** The sender thread's turn; returns what became of the last record. */
  runSender(now: SimTime): ClientAnswer<number> | undefined {
    let last: ClientAnswer<number> | undefined;
    const stuck: QueuedRecord[] = [];
    for (const record of this.#queue) {
      const answer = this.#transmit(record, now);
      if (answer === undefined) stuck.push(record);
      else last = answer;
    }
    this.#queue.length = 0;
    this.#queue.push(...stuck);
    return last;
  }

  protected becomeTransactional(transactionalId: string): TransactionManager {
    const made = new TransactionManager(
      this.#broker,
      transactionalId,
      this.#timeoutMicros,
      this.#owner,
    );
    this.transactions = made;
    return made;
  }

  #complete(result: TransactionResult, now: SimTime): ClientError | undefined {
    const error = this.#unusable() ?? this.transactions?.beginCompleting(result);
    if (error !== undefined) return error;
    this.runSender(now);
    if (this.#queue.length > 0) return "TimeoutException";
    return this.transactions?.complete(result, now);
  }

  #unusable(): ClientError | undefined {
    return this.#isClosed || this.transactions === undefined ? "IllegalStateException" : undefined;
  }

  #refusesRecords(): ClientError | undefined {
    const { transactions } = this;
    if (transactions === undefined) return undefined;
    const earlier = transactions.failure();
    if (earlier !== undefined) return earlier;
    return transactions.state === "IN_TRANSACTION" ? undefined : "IllegalStateException";
  }

  // Undefined: the record's partition is in no transaction, it has to wait.
  #transmit(record: QueuedRecord, now: SimTime): ClientAnswer<number> | undefined {
    const { transactions } = this;
    if (transactions === undefined) return this.#transmitPlain(record, now);
    const { state, lastError } = transactions;
    if (transactions.hasError || state === "ABORTING_TRANSACTION") {
      return failure(lastError ?? "TransactionAbortedException");
    }
    const { partition, element } = record;
    if (!transactions.partitionsInTransaction.has(partition)) {
      if (state !== "IN_TRANSACTION" && state !== "COMMITTING_TRANSACTION") return undefined;
      const error = transactions.addPartition(partition, now);
      if (error !== undefined) return failure(error);
    }
    const sequence = transactions.nextSequence(partition);
    const request = { partition, element, sequence };
    const answer = produceInTransaction(this.#broker, transactions.session, request, now);
    if (answer.ok) {
      transactions.acknowledged(partition);
      return answer;
    }
    const error = this.#nameOf(answer.error);
    transactions.recordFailed(error);
    return failure(error);
  }

  #transmitPlain({ partition, element }: QueuedRecord, now: SimTime): ClientAnswer<number> {
    this.#plain ??= this.#broker.newPlain(this.#owner);
    const sequence = this.#plainSequences.get(partition) ?? 0;
    const answer = producePlain(this.#broker, this.#plain, { partition, element, sequence }, now);
    if (answer.ok) this.#plainSequences.set(partition, sequence + 1);
    return answer.ok ? success(answer.value) : answer;
  }

  #nameOf(error: ClientError): ClientError {
    const isUnknown = error === "TransactionAbortableException" && this.#version === "3.4.0";
    return isUnknown ? "InvalidTxnStateException" : error;
  }
}
