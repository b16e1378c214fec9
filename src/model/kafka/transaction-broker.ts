import type { SimTime } from "../../engine/clock.ts";
import type { Element } from "../operator/element.ts";
import type { ProducerSession } from "./author.ts";
import type { KafkaError } from "./errors.ts";

/** An answer of the broker: a value, or the exception that the client throws for it. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: KafkaError };

/**
 * The broker as a sink's producers meet it. Every call happens at one instant, at the broker;
 * the way there and back is the caller's. All work that threads had finished by that instant must
 * have been appended before a control call (`Job.catchUp`).
 */
export interface TransactionBroker {
  /**
   * InitProducerId (S7, S9, S11): aborts what the former owner of the id has open, raises the
   * epoch and fences that owner. Refused when the timeout exceeds the broker's maximum (S8).
   */
  initTransactions(
    transactionalId: string,
    timeoutMicros: number,
    owner: number,
    now: SimTime,
  ): Answer<ProducerSession>;
  /** beginTransaction: local to the client; the broker hears of it with the first record. */
  begin(session: ProducerSession, now: SimTime): OpenTransaction;
  /** A producer without transactional id: its rows are committed as they are appended (S16). */
  plain(owner: number): OpenTransaction;
  /** EndTxn. A transaction without records is ended in the client; nothing is sent (S1). */
  commit(session: ProducerSession, now: SimTime): KafkaError | undefined;
  abort(session: ProducerSession, now: SimTime): KafkaError | undefined;
  /** Whether that id has an open transaction with records. */
  isOngoing(transactionalId: string, now: SimTime): boolean;
  /** ListTransactions: ids with a transaction open on the sink's topic, in order of opening (S10). */
  openTransactionalIds(now: SimTime): readonly string[];
}

/** Where one producer's records of one transaction go. */
export interface OpenTransaction {
  /** Unique in a run, from 0; −1 = a producer without transactions. */
  readonly number: number;
  /** Records appended so far. */
  readonly size: number;
  /**
   * Why the next append is refused: the session was fenced (S11) or its transaction timed out (S8).
   */
  readonly refusal: KafkaError | undefined;
  /** Called as soon as there is a refusal, in the middle of the broker's call that caused it. */
  onRefused: (() => void) | undefined;
  /** Hot path: one record at `at`, not before the last one; the caller has looked at `refusal`. */
  append(at: SimTime, partition: number, element: Element): void;
}
