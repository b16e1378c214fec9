import { assert } from "../../engine/assert.ts";
import { type CommitFailure, CommitRequest, type Committer } from "./commit-request.ts";
import type { PendingCommittables } from "./sink-state.ts";

/** Called when commits are through, or with what fails the task. */
export type CommitsDone = (failure: CommitFailure | undefined) => void;

/**
 * Flink: `CommitterOperator`, 1.20 and 2.x alike. Keeps committables by checkpoint as operator
 * state and commits those of completed checkpoints in ascending order, one call of the committer
 * for each (S3).
 */
export class CommitterOperator<C> {
  readonly #committer: Committer<C>;
  readonly #maxRetries: number;
  /** In ascending order of the checkpoint. */
  #pending: { readonly checkpointId: number; readonly committables: C[] }[] = [];
  #lastCompleted = 0;

  constructor(committer: Committer<C>, maxRetries: number) {
    this.#committer = committer;
    this.#maxRetries = maxRetries;
  }

  /** S5: everything that the restored state holds is committed before any record. */
  initializeState(
    restored: readonly PendingCommittables<C>[],
    checkpointId: number,
    then: CommitsDone,
  ): void {
    for (const { checkpointId: of, committables } of restored) {
      for (const committable of committables) this.processElement(of, committable);
    }
    this.#lastCompleted = checkpointId;
    this.#commitUpTo(Number.POSITIVE_INFINITY, then);
  }

  /** The writer hands a committable of that checkpoint over. */
  processElement(checkpointId: number, committable: C): void {
    const pending = this.#pending;
    let at = pending.length;
    while (at > 0 && pending[at - 1]!.checkpointId > checkpointId) at--;
    const before = pending[at - 1];
    if (before?.checkpointId === checkpointId) before.committables.push(committable);
    else pending.splice(at, 0, { checkpointId, committables: [committable] });
  }

  snapshotState(): readonly PendingCommittables<C>[] {
    return this.#pending.map(({ checkpointId, committables }) => ({
      checkpointId,
      committables: [...committables],
    }));
  }

  /** S3; a notification of an older checkpoint commits whatever the newest one covers. */
  notifyCheckpointComplete(checkpointId: number, then: CommitsDone): void {
    this.#lastCompleted = Math.max(this.#lastCompleted, checkpointId);
    this.#commitUpTo(this.#lastCompleted, then);
  }

  #commitUpTo(checkpointId: number, then: CommitsDone): void {
    const first = this.#pending[0];
    if (first === undefined || first.checkpointId > checkpointId) {
      then(undefined);
      return;
    }
    const requests = first.committables.map((committable) => new CommitRequest(committable));
    this.#attempt(requests, 0, (failure) => {
      if (failure !== undefined) {
        then(failure);
        return;
      }
      const removed = this.#pending.shift();
      assert(removed === first, "nothing comes in while the task thread commits");
      this.#commitUpTo(checkpointId, then);
    });
  }

  // S4: again at once, with those that ask for it, 1 + maxRetries times in all.
  #attempt(requests: readonly CommitRequest<C>[], retry: number, then: CommitsDone): void {
    this.#committer.commit(requests, (failure) => {
      const open = requests.filter((request) => !request.isFinished);
      if (failure !== undefined || open.length === 0) {
        then(failure);
      } else if (retry === this.#maxRetries) {
        const message = `Failed to commit ${open.length} committables after ${retry} retries`;
        then({ exception: "IOException", message });
      } else {
        this.#attempt(open, retry + 1, then);
      }
    });
  }
}
