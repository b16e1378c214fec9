import type { SimTime } from "../../engine/clock.ts";
import type { ProducerSession } from "./author.ts";
import type { Writer } from "./writer.ts";

/**
 * Kafka: `TransactionState`. Not modelled: PrepareCommit and PrepareAbort, which pass within
 * milliseconds: the markers are written in the same instant.
 */
export type TransactionState = "Empty" | "Ongoing" | "CompleteCommit" | "CompleteAbort";

/** `Short.MAX_VALUE`: the last epoch but one is the last that is given out. */
const EPOCH_MAX = 2 ** 15 - 1;

export const NO_EPOCH = -1;

/** Kafka: `TransactionMetadata`: what the coordinator keeps about one transactional id. */
export class TransactionMetadata {
  readonly transactionalId: string;
  producerId: number;
  epoch: number = NO_EPOCH;
  /** The epoch before the last InitProducerId by its own producer; −1 after one by another. */
  lastEpoch: number = NO_EPOCH;
  state: TransactionState = "Empty";
  timeoutMillis = 0;
  /** Of the last transaction, also when it is over; undefined = there was none. */
  startedAt: SimTime | undefined = undefined;
  /** Partitions of the output topic in the transaction, in the order in which they came. */
  readonly partitions: Set<number> = new Set();
  /** The transaction that is Ongoing; undefined while it has consumer offsets alone. */
  current: Writer | undefined = undefined;
  /** Begun by the client in this epoch; the coordinator has not heard of it. */
  begun: Writer | undefined = undefined;

  constructor(transactionalId: string, producerId: number) {
    this.transactionalId = transactionalId;
    this.producerId = producerId;
  }

  get isEpochExhausted(): boolean {
    return this.epoch >= EPOCH_MAX - 1;
  }

  isOf(session: ProducerSession): boolean {
    return session.producerId === this.producerId && session.epoch === this.epoch;
  }
}
