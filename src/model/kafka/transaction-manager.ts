import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import type { ProducerSession } from "./author.ts";
import { type ClientState, isTransitionValid } from "./client-state.ts";
import type { ClientError } from "./errors.ts";
import type { Offsets } from "./group-offsets.ts";
import type { KafkaBroker } from "./kafka-broker.ts";
import type { TransactionResult } from "./transaction-coordinator.ts";

/** Clients that were recorded; they differ in the names of a few errors. */
export type ClientVersion = "3.4.0" | "3.9.1";

export interface ProducerIdAndEpoch {
  readonly producerId: number;
  readonly epoch: number;
}

/** Of a producer that has not been initialised. */
export const NO_PRODUCER: ProducerIdAndEpoch = { producerId: -1, epoch: -1 };

/**
 * Kafka: `TransactionManager` of the client: which call is allowed when, what an error of the broker
 * does to the producer, and the requests that transactions need. Answers are there at once.
 *
 * Not modelled: lost answers and retries by timeout; authorization; other partitions' requests that
 * are in flight at the same time.
 */
export class TransactionManager {
  transactionalId: string;
  state: ClientState = "UNINITIALIZED";
  lastError: ClientError | undefined = undefined;
  producer: ProducerIdAndEpoch = NO_PRODUCER;
  /** EndTxn is sent only when the coordinator was told of some partition or group. */
  transactionStarted = false;
  readonly partitionsInTransaction: Set<number> = new Set();
  readonly #broker: KafkaBroker;
  readonly #timeoutMicros: number;
  readonly #owner: number;
  /** By partition, with the producer id and epoch that the numbers count for. */
  readonly #sequences = new Map<number, ProducerIdAndEpoch & { next: number }>();
  #epochBumpRequired = false;

  constructor(broker: KafkaBroker, transactionalId: string, timeoutMicros: number, owner: number) {
    this.#broker = broker;
    this.transactionalId = transactionalId;
    this.#timeoutMicros = timeoutMicros;
    this.#owner = owner;
  }

  get session(): ProducerSession {
    const { transactionalId, producer } = this;
    return { transactionalId, ...producer, owner: this.#owner };
  }

  initTransactions(now: SimTime): ClientError | undefined {
    const error = this.failure() ?? this.#transitionTo("INITIALIZING");
    return error ?? this.#initProducerId(undefined, now);
  }

  begin(): ClientError | undefined {
    return this.failure() ?? this.#transitionTo("IN_TRANSACTION");
  }

  /** The part of commitTransaction or abortTransaction that the calling thread does. */
  beginCompleting(result: TransactionResult): ClientError | undefined {
    if (result === "commit") return this.failure() ?? this.#transitionTo("COMMITTING_TRANSACTION");
    const error = this.state === "ABORTABLE_ERROR" ? undefined : this.failure();
    return error ?? this.#transitionTo("ABORTING_TRANSACTION");
  }

  /** The part that is left when no record waits any more: EndTxn, and a new epoch if one is due. */
  complete(result: TransactionResult, now: SimTime): ClientError | undefined {
    if (this.hasError) return this.lastError;
    const bumpsEpoch = this.#epochBumpRequired;
    const error = this.#endTxn(result, now);
    if (!bumpsEpoch) return error;
    return this.hasError ? this.lastError : this.#initProducerId(this.producer, now);
  }

  /** What a call throws because of an earlier error. */
  failure(): ClientError | undefined {
    if (!this.hasError) return undefined;
    switch (this.lastError) {
      case "ProducerFencedException":
      case "InvalidProducerEpochException":
        return this.lastError;
      default:
        return "KafkaException";
    }
  }

  get hasError(): boolean {
    return this.state === "ABORTABLE_ERROR" || this.state === "FATAL_ERROR";
  }

  /** AddPartitionsToTxn (S8: the transaction's clock starts with the first). */
  addPartition(partition: number, now: SimTime): ClientError | undefined {
    const error = this.#broker.addPartition(this.session, partition, now);
    if (error !== undefined) return this.#refused(error);
    this.partitionsInTransaction.add(partition);
    this.transactionStarted = true;
    return undefined;
  }

  sendOffsets(group: string, offsets: Offsets, now: SimTime): ClientError | undefined {
    const earlier = this.failure();
    if (earlier !== undefined) return earlier;
    if (this.state !== "IN_TRANSACTION") return "IllegalStateException";
    const error = this.#broker.addOffsets(this.session, group, offsets, now);
    if (error !== undefined) return this.#refused(error);
    this.transactionStarted = true;
    return undefined;
  }

  nextSequence(partition: number): number {
    return this.#sequence(partition).next;
  }

  /** The broker has the record. */
  acknowledged(partition: number): void {
    this.#sequence(partition).next++;
  }

  /** An error of a record, or one that a send meets in the calling thread. */
  recordFailed(error: ClientError): void {
    if (error === "ProducerFencedException") {
      this.#fatal(error);
      return;
    }
    const isCompleting =
      this.state === "COMMITTING_TRANSACTION" || this.state === "ABORTING_TRANSACTION";
    if (!isCompleting) this.#epochBumpRequired = true;
    this.#abortable(error);
  }

  /** Flink's resumeTransaction: goes on with a transaction that another producer has prepared. */
  resume(producer: ProducerIdAndEpoch): ClientError | undefined {
    if (this.#transitionTo("INITIALIZING") !== undefined) return "RuntimeException";
    this.#sequences.clear();
    this.producer = producer;
    this.state = "IN_TRANSACTION";
    this.transactionStarted = true;
    return undefined;
  }

  /** Flink's setTransactionId: the next initTransactions is for another id. */
  rename(transactionalId: string): void {
    this.transactionalId = transactionalId;
    this.state = "UNINITIALIZED";
  }

  #endTxn(result: TransactionResult, now: SimTime): ClientError | undefined {
    if (this.transactionStarted) {
      const error =
        result === "commit"
          ? this.#broker.commit(this.session, now)
          : this.#broker.abort(this.session, now);
      if (error !== undefined) return this.#refused(error);
    }
    this.state = this.#epochBumpRequired ? "INITIALIZING" : "READY";
    this.lastError = undefined;
    this.#epochBumpRequired = false;
    this.transactionStarted = false;
    this.partitionsInTransaction.clear();
    return undefined;
  }

  #initProducerId(expected: ProducerIdAndEpoch | undefined, now: SimTime): ClientError | undefined {
    const answer = this.#broker.initProducerId(
      { ...this.session, timeoutMicros: this.#timeoutMicros, expected },
      now,
    );
    if (!answer.ok) {
      // The client has a name of its own only for being fenced.
      return this.#fatal(
        answer.error === "ProducerFencedException" ? answer.error : "KafkaException",
      );
    }
    const { producerId, epoch } = answer.value;
    this.producer = { producerId, epoch };
    this.state = "READY";
    this.lastError = undefined;
    if (expected !== undefined) this.#sequences.clear();
    return undefined;
  }

  /** The coordinator refused a request of the transaction. */
  #refused(error: ClientError): ClientError {
    if (error !== "InvalidPidMappingException") return this.#fatal(error);
    this.#epochBumpRequired = true;
    this.#abortable(error);
    return error;
  }

  #fatal(error: ClientError): ClientError {
    this.state = "FATAL_ERROR";
    this.lastError = error;
    return error;
  }

  #abortable(error: ClientError): void {
    // What fails while the transaction is aborted changes nothing.
    if (this.state === "ABORTING_TRANSACTION" || this.state === "FATAL_ERROR") return;
    const refusal = this.#transitionTo("ABORTABLE_ERROR");
    assert(refusal === undefined, () => `no abortable error in ${this.state}`);
    this.lastError = error;
  }

  #transitionTo(target: ClientState): ClientError | undefined {
    if (!isTransitionValid(this.state, target)) return "IllegalStateException";
    this.state = target;
    this.lastError = undefined;
    return undefined;
  }

  // Numbers start again with every producer id and epoch.
  #sequence(partition: number): { next: number } {
    const { producerId, epoch } = this.producer;
    const known = this.#sequences.get(partition);
    if (known?.producerId === producerId && known.epoch === epoch) return known;
    const fresh = { producerId, epoch, next: 0 };
    this.#sequences.set(partition, fresh);
    return fresh;
  }
}
