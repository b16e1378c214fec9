import type { KafkaError } from "../kafka/errors.ts";
import type { SinkListener } from "./sink-listener.ts";
import type { KafkaCommittable } from "./sink-state.ts";

/** What some sinks went through, in numbers; hand it to them in place of `next`. */
export class SinkCounts implements SinkListener {
  /** Ids that clean-ups at a start initialised (S9, S10). */
  probedIds = 0;
  /** Of these, the ones in use before: whoever owned them is fenced. */
  fencedIds = 0;
  commits = 0;
  /** Commits of restored committables, first ones and repeated ones alike (S5, S7). */
  recommits = 0;
  /** Refused while the job ran: what was pre-committed is lost, unless it fails over (S6). */
  refusedCommits = 0;
  /** Refused at a restore: a loss, or a false alarm when it had been committed before. */
  refusedRecommits = 0;
  /** Records that a fenced or timed-out producer could not write (S11, S8). */
  refusedSends = 0;
  readonly #next: SinkListener | undefined;

  constructor(next?: SinkListener) {
    this.#next = next;
  }

  probed(transactionalId: string, epoch: number): void {
    this.probedIds++;
    if (epoch > 0) this.fencedIds++;
    this.#next?.probed(transactionalId, epoch);
  }

  began(transaction: number, transactionalId: string, checkpointId: number): void {
    this.#next?.began(transaction, transactionalId, checkpointId);
  }

  preCommitted(transaction: number, transactionalId: string): void {
    this.#next?.preCommitted(transaction, transactionalId);
  }

  committed(committable: KafkaCommittable, isRecovered: boolean): void {
    if (isRecovered) this.recommits++;
    else this.commits++;
    this.#next?.committed(committable, isRecovered);
  }

  commitRefused(committable: KafkaCommittable, error: KafkaError, isRecovered: boolean): void {
    if (isRecovered) this.refusedRecommits++;
    else this.refusedCommits++;
    this.#next?.commitRefused(committable, error, isRecovered);
  }

  sendRefused(transaction: number, error: KafkaError): void {
    this.refusedSends++;
    this.#next?.sendRefused(transaction, error);
  }
}
