/** Flink: `CommittingSinkWriter` with state. */
export interface CommittingSinkWriter<C, S> {
  /** One record; it stands in the element register. */
  write(): void;
  /** Everything written has reached the other system when this returns. */
  flush(): void;
  prepareCommit(): readonly C[];
  snapshotState(checkpointId: number): readonly S[];
}

/** Flink: `SinkWriterOperator`: the order of its steps at a barrier (C3). */
export class SinkWriterOperator<C, S> {
  readonly #writer: CommittingSinkWriter<C, S>;
  readonly #emit: (checkpointId: number, committable: C) => void;

  constructor(
    writer: CommittingSinkWriter<C, S>,
    emit: (checkpointId: number, committable: C) => void,
  ) {
    this.#writer = writer;
    this.#emit = emit;
  }

  processElement(): void {
    this.#writer.write();
  }

  /** C3 (1): flush, then the committables, before the barrier goes on. */
  prepareSnapshotPreBarrier(checkpointId: number): void {
    this.#writer.flush();
    for (const committable of this.#writer.prepareCommit()) this.#emit(checkpointId, committable);
  }

  snapshotState(checkpointId: number): readonly S[] {
    return this.#writer.snapshotState(checkpointId);
  }
}
