import type { SimTime } from "../../engine/clock.ts";
import type { ClientError } from "./errors.ts";
import { KafkaProducer } from "./kafka-producer.ts";
import { NO_PRODUCER, type ProducerIdAndEpoch } from "./transaction-manager.ts";

/**
 * Flink: `FlinkKafkaInternalProducer` (connector 3.4.0): a producer that can go on with another
 * one's transaction and change its transactional id.
 */
export class FlinkKafkaInternalProducer extends KafkaProducer {
  #inTransaction = false;

  /** What a committable keeps of the transaction (S1). */
  get producerIdAndEpoch(): ProducerIdAndEpoch {
    return this.transactions?.producer ?? NO_PRODUCER;
  }

  override beginTransaction(): ClientError | undefined {
    const error = super.beginTransaction();
    if (error === undefined) this.#inTransaction = true;
    return error;
  }

  override commitTransaction(now: SimTime): ClientError | undefined {
    return this.#leave() ?? super.commitTransaction(now);
  }

  override abortTransaction(now: SimTime): ClientError | undefined {
    return this.#leave() ?? super.abortTransaction(now);
  }

  /** Within a transaction it closes hard, so as not to decide about it (S13). */
  override close(now: SimTime): void {
    if (this.#inTransaction) this.closeNow();
    else super.close(now);
  }

  resumeTransaction(producer: ProducerIdAndEpoch): ClientError | undefined {
    if (this.#inTransaction) return "IllegalStateException";
    if (producer.producerId < 0 || producer.epoch < 0) return "IllegalStateException";
    const error = this.transactions?.resume(producer);
    if (error === undefined) this.#inTransaction = true;
    return error;
  }

  initTransactionId(transactionalId: string, now: SimTime): ClientError | undefined {
    if (transactionalId === this.transactions?.transactionalId) return undefined;
    if (this.#inTransaction) return "IllegalStateException";
    const transactions = this.transactions ?? this.becomeTransactional(transactionalId);
    transactions.rename(transactionalId);
    return this.initTransactions(now);
  }

  // Its own mark is gone before the call is tried.
  #leave(): ClientError | undefined {
    if (!this.#inTransaction) return "IllegalStateException";
    this.#inTransaction = false;
    return undefined;
  }
}
