import { subtaskOf, transactionalId } from "./transactional-id.ts";

export interface AbortContext {
  readonly subtask: number;
  readonly parallelism: number;
  /** The configured prefix, then the one of the restored state if that is another. */
  readonly prefixes: readonly string[];
  readonly startCheckpointId: number;
  readonly ownedSubtasks: readonly number[];
  readonly totalOwnedSubtasks: number;
  /** Ids that the committer takes care of. */
  readonly precommitted: ReadonlySet<string>;
  /** Ids with an open transaction on the sink's topic; asked for by LISTING only. */
  readonly openTransactions: readonly string[];
}

/**
 * Cleans up after earlier attempts: yields each id that is to be initialised, which aborts its open
 * transaction, and is told the epoch that came of it.
 */
export type AbortStrategy = (context: AbortContext) => Generator<string, void, number>;

/**
 * S9: guesses ids until one is unused (epoch 0), subtask by subtask until one has none in use. Each
 * guess uses an id up, so tight restart loops probe more and more.
 */
export const PROBING: AbortStrategy = function* (context) {
  for (const prefix of context.prefixes) {
    let subtask = context.subtask;
    while ((yield* probeSubtask(prefix, subtask, context.startCheckpointId)) > 0) {
      subtask += context.parallelism;
    }
  }
};

function* probeSubtask(
  prefix: string,
  subtask: number,
  startCheckpointId: number,
): Generator<string, number, number> {
  let aborted = 0;
  while ((yield transactionalId(prefix, subtask, startCheckpointId + aborted)) > 0) aborted++;
  return aborted;
}

/**
 * S10: aborts what is open under an id that begins with a known prefix (so "app" also meets
 * "app-green-0-3") and that this subtask owns (S17), unless the committer will commit it.
 */
export const LISTING: AbortStrategy = function* (context) {
  const { prefixes, ownedSubtasks, totalOwnedSubtasks, precommitted } = context;
  for (const id of context.openTransactions) {
    const isKnown = prefixes.some((prefix) => id.startsWith(prefix));
    const isOwned = ownedSubtasks.includes(subtaskOf(id) % totalOwnedSubtasks);
    if (isKnown && isOwned && !precommitted.has(id)) yield id;
  }
};
