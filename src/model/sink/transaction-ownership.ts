import type { KafkaWriterState, TransactionOwnership } from "./sink-state.ts";

/** Which subtask ids of transactional ids a subtask answers for, of how many (S17). */
export interface Owned {
  readonly subtasks: readonly number[];
  readonly total: number;
}

/** Flink: `TransactionOwnership`; a text says why the restored states are refused. */
export function ownedBy(
  ownership: TransactionOwnership,
  subtask: number,
  parallelism: number,
  restored: readonly KafkaWriterState[],
): Owned | string {
  const first = restored[0];
  if (ownership === "IMPLICIT_BY_SUBTASK_ID") {
    return first !== undefined && first.ownership !== ownership
      ? "Attempted to switch the transaction naming strategy back to INCREMENTING which may result in data loss."
      : { subtasks: [subtask], total: parallelism };
  }
  if (first === undefined) return { subtasks: [subtask], total: parallelism };
  return explicitly(subtask, parallelism, restored, first.totalNumberOfOwnedSubtasks);
}

function explicitly(
  subtask: number,
  parallelism: number,
  restored: readonly KafkaWriterState[],
  total: number,
): Owned | string {
  if (subtask >= total) return "State not consecutively assigned";
  if (restored.some((state) => state.totalNumberOfOwnedSubtasks !== total)) {
    return "Writer states not in sync";
  }
  if (parallelism >= total && restored.length !== 1) return "Not uniformly assigned";
  return {
    subtasks: restored.map((state) => state.ownedSubtaskId).sort((a, b) => a - b),
    total: Math.max(total, parallelism),
  };
}
