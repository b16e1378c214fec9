/** Kafka: `TransactionManager.State`. */
export type ClientState =
  | "UNINITIALIZED"
  | "INITIALIZING"
  | "READY"
  | "IN_TRANSACTION"
  | "COMMITTING_TRANSACTION"
  | "ABORTING_TRANSACTION"
  | "ABORTABLE_ERROR"
  | "FATAL_ERROR";

/** The states from which each is reached; anything can become a fatal error. */
const SOURCES: Readonly<Record<Exclude<ClientState, "FATAL_ERROR">, readonly ClientState[]>> = {
  UNINITIALIZED: ["READY", "ABORTABLE_ERROR"],
  INITIALIZING: ["UNINITIALIZED", "ABORTING_TRANSACTION"],
  READY: ["INITIALIZING", "COMMITTING_TRANSACTION", "ABORTING_TRANSACTION"],
  IN_TRANSACTION: ["READY"],
  COMMITTING_TRANSACTION: ["IN_TRANSACTION"],
  ABORTING_TRANSACTION: ["IN_TRANSACTION", "ABORTABLE_ERROR"],
  ABORTABLE_ERROR: ["IN_TRANSACTION", "COMMITTING_TRANSACTION", "ABORTABLE_ERROR", "INITIALIZING"],
};

export function isTransitionValid(from: ClientState, to: ClientState): boolean {
  return to === "FATAL_ERROR" || SOURCES[to].includes(from);
}

/** In a transaction, on the way out of one, or in one that can only be aborted. */
export function hasOngoingTransaction(state: ClientState): boolean {
  switch (state) {
    case "IN_TRANSACTION":
    case "COMMITTING_TRANSACTION":
    case "ABORTING_TRANSACTION":
    case "ABORTABLE_ERROR":
      return true;
    default:
      return false;
  }
}
