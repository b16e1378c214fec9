import type { CloseKind, SinkRuntime } from "../../../src/model/job/sink-runtime.ts";
import type { Element } from "../../../src/model/operator/element.ts";
import type { CommitRequest, Committer } from "../../../src/model/sink/commit-request.ts";
import { CommitterOperator } from "../../../src/model/sink/committer-operator.ts";
import type { KafkaCommittable, SinkState } from "../../../src/model/sink/sink-state.ts";
import { SinkWriterOperator } from "../../../src/model/sink/sink-writer-operator.ts";
import type { RecordNames } from "./record-names.ts";

type Tell = (e: string, fields: Readonly<Record<string, unknown>>) => void;

/** The recorder's other system: knows every pre-committed transaction, commits each of them once. */
export class ExternalSystem {
  readonly #contents = new Map<string, readonly string[]>();
  readonly #committed = new Set<string>();

  preCommit(tx: string, ids: readonly string[]): void {
    this.#contents.set(tx, ids);
  }

  /** What it held, and whether it was committed before. */
  commit(tx: string): { readonly ids: readonly string[]; readonly again: boolean } {
    const again = this.#committed.has(tx);
    this.#committed.add(tx);
    return { ids: this.#contents.get(tx) ?? [], again };
  }
}

/** The recorder's two-phase sink around the model's writer and committer operators. */
export class ScriptedSink implements SinkRuntime {
  readonly #options: ScriptedSinkOptions;
  readonly #writer: SinkWriterOperator<KafkaCommittable, never>;
  readonly #committer: CommitterOperator<KafkaCommittable>;
  #open: string[] = [];
  #transactions = 0;

  constructor(options: ScriptedSinkOptions) {
    this.#options = options;
    const { createCommitter = (...args) => new CommitterOperator(...args) } = options;
    this.#committer = createCommitter(
      { commit: (requests, then) => this.#commit(requests, then) },
      10,
    );
    this.#writer = new SinkWriterOperator(
      {
        write: () => this.#open.push(options.names.idOf(options.element)),
        flush: () => {},
        prepareCommit: () => this.#prepareCommit(),
        snapshotState: () => [],
      },
      (checkpoint, committable) => this.#committer.processElement(checkpoint, committable),
    );
  }

  open(done: () => void): void {
    const { restored, restoredCheckpointId } = this.#options;
    if (restored === undefined) done();
    else this.#committer.initializeState(restored.committables, restoredCheckpointId, () => done());
  }

  processElement(): void {
    this.#writer.processElement();
  }

  processWatermark(): void {}

  processStatus(): void {}

  preCommit(checkpointId: number): void {
    this.#writer.prepareSnapshotPreBarrier(checkpointId);
  }

  snapshot(checkpointId: number): SinkState {
    return {
      writer: this.#writer.snapshotState(checkpointId),
      committables: this.#committer.snapshotState(),
    };
  }

  notifyComplete(checkpointId: number, done: () => void): void {
    this.#committer.notifyCheckpointComplete(checkpointId, () => done());
  }

  close(_how: CloseKind): void {
    if (this.#open.length === 0) return;
    this.#options.tell("abort", { tx: this.#transaction, ids: this.#open });
    this.#open = [];
  }

  get #transaction(): string {
    return `${this.#options.transactionPrefix}-${this.#transactions}`;
  }

  // An empty transaction is not pre-committed, and goes on.
  #prepareCommit(): readonly KafkaCommittable[] {
    const ids = this.#open;
    if (ids.length === 0) return [];
    const tx = this.#transaction;
    this.#open = [];
    this.#transactions++;
    this.#options.external.preCommit(tx, ids);
    this.#options.tell("pre", { tx, ids });
    return [{ transactionalId: tx, producerId: 0, epoch: 0 }];
  }

  #commit(
    requests: readonly CommitRequest<KafkaCommittable>[],
    then: Parameters<Committer<KafkaCommittable>["commit"]>[1],
  ): void {
    for (const request of requests) {
      const tx = request.committable.transactionalId;
      const { ids, again } = this.#options.external.commit(tx);
      this.#options.tell("commit", { tx, ids, again });
      request.settle(again ? "alreadyCommitted" : "committed");
    }
    then(undefined);
  }
}

export interface ScriptedSinkOptions {
  readonly element: Element;
  readonly names: RecordNames;
  readonly external: ExternalSystem;
  /** Job, subtask and which writer of that subtask. */
  readonly transactionPrefix: string;
  /** Undefined: the job starts without state. */
  readonly restored: SinkState | undefined;
  readonly restoredCheckpointId: number;
  readonly tell: Tell;
  readonly createCommitter?: CreateCommitter;
}

export type CreateCommitter = (
  ...args: ConstructorParameters<typeof CommitterOperator<KafkaCommittable>>
) => CommitterOperator<KafkaCommittable>;
