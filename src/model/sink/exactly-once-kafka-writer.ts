import { assert } from "../../engine/assert.ts";
import type { ProducerSession } from "../kafka/author.ts";
import type { OpenTransaction, TransactionBroker } from "../kafka/transaction-broker.ts";
import type { Element } from "../operator/element.ts";
import { ProducerPool } from "./producer-pool.ts";
import type { SinkListener } from "./sink-listener.ts";
import type { SinkServices } from "./sink-services.ts";
import type { CheckpointTransaction, KafkaCommittable, KafkaWriterState } from "./sink-state.ts";
import type { CommittingSinkWriter } from "./sink-writer-operator.ts";
import type { Owned } from "./transaction-ownership.ts";
import { TransactionStarter } from "./transaction-starter.ts";
import type { TransactionStrategy } from "./transaction-strategy.ts";

/** What one writer is made of. */
export interface WriterOptions {
  readonly element: Element;
  /** Output partition by index of the key. */
  readonly partitions: Uint16Array;
  readonly broker: TransactionBroker;
  readonly services: SinkServices;
  readonly listener: SinkListener;
  /** What the broker calls this attempt of this subtask. */
  readonly owner: number;
  readonly subtask: number;
  readonly parallelism: number;
  readonly transactionalIdPrefix: string;
  readonly transactionTimeoutMicros: number;
  /** The client's `retry.backoff.ms`. */
  readonly backoffMicros: number;
  readonly strategy: TransactionStrategy;
  readonly owned: Owned;
  readonly restored: readonly KafkaWriterState[];
  /** 0 = the job was not restored. */
  readonly restoredCheckpointId: number;
}

/**
 * Flink: `ExactlyOnceKafkaWriter` of connector 4.x and 5.x; 3.4 does the same with INCREMENTING.
 * Not modelled: batches on their way; a record is at the broker when it is written, and a refused
 * one fails the task at once instead of with the answer.
 */
export class ExactlyOnceKafkaWriter
  implements CommittingSinkWriter<KafkaCommittable, KafkaWriterState>
{
  readonly #options: WriterOptions;
  readonly #element: Element;
  readonly #partitions: Uint16Array;
  readonly #services: SinkServices;
  readonly #pool: ProducerPool;
  readonly #starter: TransactionStarter;
  #lastCheckpointId: number;
  #session: ProducerSession | undefined;
  /** The running one; from a pre-commit to the end of the snapshot there is none. */
  #transaction: OpenTransaction | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#element = options.element;
    this.#partitions = options.partitions;
    this.#services = options.services;
    this.#lastCheckpointId = options.restoredCheckpointId;
    this.#pool = new ProducerPool(options.restored.flatMap((state) => state.precommitted));
    this.#starter = new TransactionStarter({
      ...options,
      pool: this.#pool,
      timeoutMicros: options.transactionTimeoutMicros,
    });
  }

  /** The next record will be refused. */
  get isRefused(): boolean {
    return this.#transaction?.refusal !== undefined;
  }

  /** S9, S10, then the first transaction; `then` gets why it could not (S8). */
  initialize(then: (failure: string | undefined) => void): void {
    this.#listTransactions((openTransactions) => {
      this.#abortLingering(openTransactions, (failure) => {
        if (failure !== undefined) {
          then(failure);
          return;
        }
        const checkpointId = this.#lastCheckpointId + 1;
        this.#starter.start(this.#nextIds(checkpointId), checkpointId, (session) => {
          if (typeof session === "string") {
            then(session);
          } else {
            this.#begin(session, checkpointId);
            then(undefined);
          }
        });
      });
    });
  }

  write(): void {
    const transaction = this.#transaction as OpenTransaction;
    if (transaction.refusal !== undefined) {
      this.#refused(transaction);
    } else {
      const partition = this.#partitions[this.#element.key] as number;
      transaction.append(this.#services.instant(), partition, this.#element);
    }
  }

  /**
   * S1: waits for what was written. Nothing is on its way, so that being fenced goes unnoticed, unless
   * the broker has been away meanwhile.
   */
  flush(): void {
    const transaction = this.#running;
    if (transaction.size === 0) return;
    const reached = (): void => {
      if (transaction.refusal !== undefined) this.#refused(transaction);
    };
    this.#services.requestNow(() => undefined, "delivery", reached);
  }

  prepareCommit(): readonly KafkaCommittable[] {
    const transaction = this.#running;
    const { transactionalId, producerId, epoch } = this.#session as ProducerSession;
    this.#transaction = undefined;
    transaction.onRefused = undefined;
    if (transaction.size === 0) {
      this.#pool.recycle(transactionalId);
      return [];
    }
    this.#options.listener.preCommitted(transaction.number, transactionalId);
    return [{ transactionalId, producerId, epoch }];
  }

  /** S2: the next transaction begins, before the checkpoint is complete. */
  snapshotState(checkpointId: number): readonly KafkaWriterState[] {
    this.#pool.recycleFinished();
    const ongoing = this.#pool.ongoing;
    const session = this.#starter.startNow(this.#nextIds(checkpointId + 1), checkpointId + 1);
    if (typeof session === "string") this.#services.fail(session);
    else this.#begin(session, checkpointId + 1);
    return this.#states(ongoing);
  }

  /** The committer ended a transaction; its id is free from the next snapshot on. */
  transactionFinished(transactionalId: string): void {
    this.#pool.finished(transactionalId);
  }

  /** S13: a closing writer aborts its running transaction if the broker knows of it. */
  abort(): void {
    const session = this.#session;
    if (session === undefined || this.#transaction === undefined) return;
    if (this.#transaction.size === 0) return;
    const { broker } = this.#options;
    // Fenced already: then somebody else has aborted it.
    this.#services.request(
      (now) => broker.abort(session, now),
      () => {},
    );
  }

  get #running(): OpenTransaction {
    assert(this.#transaction !== undefined, "a transaction is running");
    return this.#transaction;
  }

  #listTransactions(then: (ids: readonly string[]) => void): void {
    const { strategy, broker } = this.#options;
    if (strategy.listsTransactions) {
      this.#services.request((now) => broker.openTransactionalIds(now), then);
    } else {
      then([]);
    }
  }

  #abortLingering(
    openTransactions: readonly string[],
    then: (failure: string | undefined) => void,
  ): void {
    const { transactionalIdPrefix, restored, strategy, owned } = this.#options;
    const earlier = restored[0]?.transactionalIdPrefix ?? transactionalIdPrefix;
    const context = {
      ...this.#options,
      prefixes: [...new Set([transactionalIdPrefix, earlier])],
      startCheckpointId: this.#lastCheckpointId + 1,
      ownedSubtasks: owned.subtasks,
      totalOwnedSubtasks: owned.total,
      precommitted: new Set(
        restored.flatMap((state) => state.precommitted.map((one) => one.transactionalId)),
      ),
      openTransactions,
    };
    this.#starter.abortLingering(strategy.abort, context, then);
  }

  #nextIds(nextCheckpointId: number): readonly string[] {
    const { strategy, owned, transactionalIdPrefix } = this.#options;
    return strategy.naming({
      prefix: transactionalIdPrefix,
      subtask: owned.subtasks[0] as number,
      lastCheckpointId: this.#lastCheckpointId,
      nextCheckpointId,
      ongoing: new Set(this.#pool.ongoing.map((one) => one.transactionalId)),
    });
  }

  #begin(session: ProducerSession, checkpointId: number): void {
    this.#lastCheckpointId = checkpointId;
    this.#session = session;
    this.#transaction = this.#options.broker.begin(session, this.#services.instant());
    this.#transaction.onRefused = () => this.#services.wake();
    const { number } = this.#transaction;
    this.#options.listener.began(number, session.transactionalId, checkpointId);
  }

  // S17: new transactions run under the first of the owned ids, so they are stored with it.
  #states(ongoing: readonly CheckpointTransaction[]): readonly KafkaWriterState[] {
    const { owned, transactionalIdPrefix, strategy } = this.#options;
    return owned.subtasks.map((ownedSubtaskId, index) => ({
      transactionalIdPrefix,
      ownedSubtaskId,
      totalNumberOfOwnedSubtasks: owned.total,
      ownership: strategy.ownership,
      precommitted: index === 0 ? ongoing : [],
    }));
  }

  // S11, S8.
  #refused({ number, refusal }: OpenTransaction): void {
    this.#options.listener.sendRefused(number, refusal as NonNullable<typeof refusal>);
    this.#services.fail(`Failed to send data to Kafka: ${refusal}`);
  }
}
