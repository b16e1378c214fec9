/** A transaction that was pre-committed and waits for its commit; what a commit needs (S1, S7). */
export interface KafkaCommittable {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
}

/** The committables of one checkpoint that are not committed yet (S3). */
export interface PendingCommittables<C> {
  readonly checkpointId: number;
  readonly committables: readonly C[];
}

/** A transaction that a writer began, with the checkpoint that it began it for. */
export interface CheckpointTransaction {
  readonly transactionalId: string;
  readonly checkpointId: number;
}

/** How subtasks know whose transactions are whose (S17), by the connector's names. */
export type TransactionOwnership = "IMPLICIT_BY_SUBTASK_ID" | "EXPLICIT_BY_WRITER_STATE";

/** Flink: `KafkaWriterState`, one for each subtask id that a writer owns. */
export interface KafkaWriterState {
  readonly transactionalIdPrefix: string;
  readonly ownedSubtaskId: number;
  readonly totalNumberOfOwnedSubtasks: number;
  readonly ownership: TransactionOwnership;
  /** Transactions that were not known to be finished; they are not aborted at a restore. */
  readonly precommitted: readonly CheckpointTransaction[];
}

/** What one sink subtask stores at a barrier; all empty for a sink without transactions. */
export interface SinkState {
  readonly writer: readonly KafkaWriterState[];
  /** In ascending order of the checkpoint. */
  readonly committables: readonly PendingCommittables<KafkaCommittable>[];
}
