import { assert } from "../../engine/assert.ts";
import { transactionalId } from "./transactional-id.ts";

export interface NamingContext {
  readonly prefix: string;
  readonly subtask: number;
  /** The checkpoint that the last transaction was begun for. */
  readonly lastCheckpointId: number;
  readonly nextCheckpointId: number;
  /** Ids of transactions that are not known to be finished. */
  readonly ongoing: ReadonlySet<string>;
}

/** The ids to initialise for the next transaction, in order; the last one is used. */
export type TransactionNaming = (context: NamingContext) => readonly string[];

/**
 * S9: one id a checkpoint. Ids of checkpoints that never came are initialised as well, so that
 * probing finds no hole.
 */
export const INCREMENTING: TransactionNaming = (context) => {
  const { prefix, subtask, lastCheckpointId, nextCheckpointId } = context;
  assert(nextCheckpointId > lastCheckpointId, `Expected ${nextCheckpointId} > ${lastCheckpointId}`);
  return Array.from({ length: nextCheckpointId - lastCheckpointId }, (_, skipped) =>
    transactionalId(prefix, subtask, lastCheckpointId + 1 + skipped),
  );
};

/** S10: the smallest number that is not in use. */
export const POOLING: TransactionNaming = ({ prefix, subtask, ongoing }) => {
  let offset = 0;
  while (ongoing.has(transactionalId(prefix, subtask, offset))) offset++;
  return [transactionalId(prefix, subtask, offset)];
};
