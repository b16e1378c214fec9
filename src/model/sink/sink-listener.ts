import type { KafkaError } from "../kafka/errors.ts";
import type { KafkaCommittable } from "./sink-state.ts";

/** Hears what a sink goes through, for the trace and the probes. */
export interface SinkListener {
  /** A start-up clean-up has initialised this id; epoch 0 = it had never been used (S9, S10). */
  probed(transactionalId: string, epoch: number): void;
  began(transaction: number, transactionalId: string, checkpointId: number): void;
  /** S1: the transaction is the committer's from here on. */
  preCommitted(transaction: number, transactionalId: string): void;
  /** The broker accepted a commit, for the first time or again; `isRecovered`: from state (S5). */
  committed(committable: KafkaCommittable, isRecovered: boolean): void;
  /** The broker answered a commit with an exception: S6 says what follows. */
  commitRefused(committable: KafkaCommittable, error: KafkaError, isRecovered: boolean): void;
  /** S11, S8: the task fails by it. */
  sendRefused(transaction: number, error: KafkaError): void;
}
