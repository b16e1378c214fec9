import { assert } from "../../engine/assert.ts";
import type { SimTime } from "../../engine/clock.ts";
import { type ClientAnswer, failure, success } from "./errors.ts";
import type { KafkaBroker } from "./kafka-broker.ts";
import type { ProducerState } from "./producer-states.ts";
import type { TransactionState } from "./transaction-metadata.ts";

/** What `describeTransactions` tells about one transactional id. */
export interface TransactionDescription {
  readonly state: TransactionState;
  readonly epoch: number;
  readonly timeoutMillis: number;
  /** Partitions of the output topic, in ascending order. */
  readonly partitions: readonly number[];
  /** A start time is known: of the transaction that is open, or of the last one. */
  readonly hasStarted: boolean;
}

export interface FenceOptions {
  /** Of the new owner that the fencing makes the id have: 1 in 3.4, the request's timeout in 3.9. */
  readonly timeoutMillis: number;
  /** Asks again while an open transaction is being aborted; clients before 3.9 give up, fenced or not. */
  readonly retries: boolean;
}

/** Kafka: `Admin`, as far as transactions go. */
export class Admin {
  readonly #broker: KafkaBroker;

  constructor(broker: KafkaBroker) {
    this.#broker = broker;
  }

  describeTransaction(transactionalId: string, now: SimTime): ClientAnswer<TransactionDescription> {
    this.#broker.catchUp(now);
    const metadata = this.#broker.coordinator.get(transactionalId);
    if (metadata === undefined) return failure("TransactionalIdNotFoundException");
    const { state, epoch, timeoutMillis, startedAt } = metadata;
    const partitions = [...metadata.partitions].sort((a, b) => a - b);
    return success({
      state,
      epoch,
      timeoutMillis,
      partitions,
      hasStarted: startedAt !== undefined,
    });
  }

  /** Of an exact broker. */
  describeProducers(partition: number, now: SimTime): readonly ProducerState[] {
    this.#broker.catchUp(now);
    const { producers } = this.#broker.log(partition);
    assert(producers !== undefined, "only an exact broker knows its producers");
    return producers.all();
  }

  fenceProducers(
    transactionalId: string,
    { timeoutMillis, retries }: FenceOptions,
    now: SimTime,
  ): ClientAnswer<void> {
    this.#broker.catchUp(now);
    const { coordinator } = this.#broker;
    const metadata = coordinator.get(transactionalId);
    if (metadata !== undefined && coordinator.fence(metadata, now) && !retries) {
      return failure("ConcurrentTransactionsException");
    }
    const answer = coordinator.init(transactionalId, timeoutMillis, -1, now);
    return answer.ok ? success(undefined) : failure(answer.error);
  }

  /**
   * `abortTransaction`, the tool against hanging transactions: ends the earliest that is open in the
   * partition, there alone. The coordinator does not hear of it.
   */
  abortTransaction(partition: number, now: SimTime): ClientAnswer<void> {
    this.#broker.catchUp(now);
    return this.#broker.abortIn(partition, now)
      ? success(undefined)
      : failure("IllegalStateException");
  }
}
