import type { EventTime } from "../event-time.ts";
import type { CloseKind, SinkRuntime } from "../job/sink-runtime.ts";
import { CommitterOperator } from "./committer-operator.ts";
import { ExactlyOnceKafkaWriter, type WriterOptions } from "./exactly-once-kafka-writer.ts";
import { KafkaCommitter } from "./kafka-committer.ts";
import type { SinkServices } from "./sink-services.ts";
import type { KafkaCommittable, KafkaWriterState, SinkState } from "./sink-state.ts";
import { SinkWriterOperator } from "./sink-writer-operator.ts";

export type KafkaSinkOptions = WriterOptions & {
  readonly committables: SinkState["committables"];
  readonly committerRetries: number;
};

/** `KafkaSink` with EXACTLY_ONCE: writer and committer, chained in one task thread (S3). */
export class KafkaSink implements SinkRuntime {
  readonly #services: SinkServices;
  readonly #restored: SinkState["committables"];
  readonly #restoredCheckpointId: number;
  readonly #backoffMicros: number;
  readonly #writer: ExactlyOnceKafkaWriter;
  readonly #writerOperator: SinkWriterOperator<KafkaCommittable, KafkaWriterState>;
  readonly #committerOperator: CommitterOperator<KafkaCommittable>;
  #isRecovering = true;

  constructor(options: KafkaSinkOptions) {
    const { services, broker, owner, listener } = options;
    this.#services = services;
    this.#restored = options.committables;
    this.#restoredCheckpointId = options.restoredCheckpointId;
    this.#backoffMicros = options.backoffMicros;
    this.#writer = new ExactlyOnceKafkaWriter(options);
    const committer = new KafkaCommitter({
      broker,
      services,
      owner,
      answered: (committable, outcome, error) => {
        if (error === undefined) listener.committed(committable, this.#isRecovering);
        else listener.commitRefused(committable, error, this.#isRecovering);
        if (outcome !== "retryLater") this.#writer.transactionFinished(committable.transactionalId);
      },
    });
    this.#committerOperator = new CommitterOperator(committer, options.committerRetries);
    this.#writerOperator = new SinkWriterOperator(this.#writer, (checkpointId, committable) =>
      this.#committerOperator.processElement(checkpointId, committable),
    );
  }

  processElement(): void {
    this.#writerOperator.processElement();
  }

  processWatermark(_ts: EventTime): void {}

  processStatus(_idle: boolean): void {}

  /** The next element fails the task: its thread must not be evaluated later than that. */
  actsFrom(nextElementAt: number): number {
    return this.#writer.isRefused ? nextElementAt : Number.POSITIVE_INFINITY;
  }

  /**
   * The committer is initialised first, with a producer of its own if it has anything to commit: S5,
   * then S9 or S10, then the first transaction.
   */
  open(done: () => void, failed: (reason: string) => void): void {
    const isIdle = this.#restored.every(({ committables }) => committables.length === 0);
    this.#services.pause(isIdle ? 0 : this.#backoffMicros, () => this.#recover(done, failed));
  }

  #recover(done: () => void, failed: (reason: string) => void): void {
    const restoredId = this.#restoredCheckpointId;
    this.#committerOperator.initializeState(this.#restored, restoredId, (failure) => {
      this.#isRecovering = false;
      if (failure !== undefined) {
        failed(`${failure.exception}: ${failure.message}`);
        return;
      }
      this.#writer.initialize((reason) => {
        if (reason !== undefined) {
          failed(reason);
          return;
        }
        done();
        this.#services.proceed();
      });
    });
  }

  preCommit(checkpointId: number): void {
    this.#writerOperator.prepareSnapshotPreBarrier(checkpointId);
  }

  snapshot(checkpointId: number): SinkState {
    return {
      writer: this.#writerOperator.snapshotState(checkpointId),
      committables: this.#committerOperator.snapshotState(),
    };
  }

  notifyComplete(checkpointId: number, done: () => void): void {
    this.#committerOperator.notifyCheckpointComplete(checkpointId, (failure) => {
      if (failure !== undefined) {
        this.#services.fail(`${failure.exception}: ${failure.message}`);
        return;
      }
      done();
      this.#services.proceed();
    });
  }

  /** S13: pre-committed transactions stay open at the broker, whatever happens. */
  close(how: CloseKind): void {
    if (how !== "kill") this.#writer.abort();
  }
}
