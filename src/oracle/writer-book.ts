import type { Author } from "./evidence.ts";
import { Witnesses } from "./witness.ts";

/**
 * Who wrote which part of each output partition: per key the outgoing job's outputs end before
 * the incoming job's begin, and no attempt writes after a later one of its subtask has (a
 * zombie).
 */
export class WriterBook {
  /**
   * Outputs of the outgoing job behind one of the incoming job, same key and output partition.
   */
  readonly crossings: Witnesses = new Witnesses();
  /** Appends of an attempt behind those of a later attempt of the same subtask. */
  readonly zombies: Witnesses = new Witnesses();
  /** Per output partition and key: the incoming job has written. */
  readonly #taken: Uint8Array[] = [];
  /** Per output partition and writer (2 × subtask + role): the latest attempt so far. */
  readonly #attempts: number[][] = [];

  /** Called for each output that is visible for the first time; true = it crosses the cut. */
  crosses(partition: number, key: number, isIncoming: boolean): boolean {
    let taken = this.#taken[partition];
    if (taken === undefined || key + 1 >= taken.length) {
      taken = this.#widen(partition, key);
    }
    if (isIncoming) {
      taken[key + 1] = 1;
      return false;
    }
    return taken[key + 1] === 1;
  }

  /**
   * Called when an author's outputs turn to an output partition; returns a later attempt, or −1.
   */
  laterAttempt(partition: number, author: Author): number {
    const writer = 2 * author.subtask + (author.role === "incoming" ? 1 : 0);
    while (this.#attempts.length <= partition) this.#attempts.push([]);
    const attempts = this.#attempts[partition]!;
    const latest = attempts[writer] ?? -1;
    if (author.attempt < latest) return latest;
    attempts[writer] = author.attempt;
    return -1;
  }

  #widen(partition: number, key: number): Uint8Array {
    const old = this.#taken[partition];
    const wide = new Uint8Array(Math.max(64, 2 * (key + 2)));
    if (old !== undefined) wide.set(old);
    while (this.#taken.length < partition) this.#taken.push(new Uint8Array(64));
    this.#taken[partition] = wide;
    return wide;
  }
}
