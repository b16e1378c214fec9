/** What a broker or a producer answers instead of success, by the name of Kafka's exception. */
export type KafkaError =
  | "ConcurrentTransactionsException"
  | "IllegalStateException"
  | "InvalidPidMappingException"
  | "InvalidProducerEpochException"
  | "InvalidTxnStateException"
  | "InvalidTxnTimeoutException"
  | "KafkaException"
  | "OutOfOrderSequenceException"
  | "ProducerFencedException"
  | "TransactionalIdNotFoundException";

/** What a client throws: the broker's answers, and its own. */
export type ClientError =
  | KafkaError
  /** Flink's reflection on a producer that is not in the state it takes for granted. */
  | "RuntimeException"
  | "TimeoutException"
  /** The broker's newer name for a record outside its transaction; old clients see InvalidTxnState. */
  | "TransactionAbortableException"
  /** A record that was not sent yet when its transaction was aborted. */
  | "TransactionAbortedException";

/** An outcome of a client's call. */
export type ClientAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ClientError };

export function failure(error: ClientError): { readonly ok: false; readonly error: ClientError } {
  return { ok: false, error };
}

export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
