/** Who wrote a row: the producer at the broker, and the runtime's own name for its owner. */
export interface Author {
  readonly producerId: number;
  readonly epoch: number;
  /** Undefined: a producer without transactions. */
  readonly transactionalId: string | undefined;
  /** Number of the transaction, unique at this broker, from 0; −1 = written without one. */
  readonly transaction: number;
  /** Whatever the runtime gave the producer: which subtask of which attempt it works for. */
  readonly owner: number;
}

/** What a client shows to the broker: a producer id and epoch under a transactional id. */
export interface ProducerSession {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  readonly owner: number;
}
