/** What became of one attempt to commit, by the names of Flink's `Committer.CommitRequest`. */
export type CommitOutcome =
  | "committed"
  | "retryLater"
  | "failedWithKnownReason"
  | "failedWithUnknownReason"
  | "alreadyCommitted";

/** Why a committer gave up: Flink's exception, which fails the task. */
export interface CommitFailure {
  readonly exception: string;
  readonly message: string;
}

/** One committable on its way through a committer; passed again as long as it asks for it (S4). */
export class CommitRequest<C> {
  readonly committable: C;
  #retries = 0;
  #isFinished = false;

  constructor(committable: C) {
    this.committable = committable;
  }

  get numberOfRetries(): number {
    return this.#retries;
  }

  /** Committed, or given up without a word to the job (S6). */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Takes down one attempt; a failure for the task, if the outcome is one. */
  settle(outcome: CommitOutcome): CommitFailure | undefined {
    if (outcome === "retryLater") {
      this.#retries++;
      return undefined;
    }
    this.#isFinished = true;
    if (outcome !== "failedWithUnknownReason") return undefined;
    return { exception: "IllegalStateException", message: "Failed to commit" };
  }
}

/** Flink: `Committer`, in continuations, since a commit takes its time. */
export interface Committer<C> {
  /**
   * Attempts each request once, settles it, and calls `then`; with a failure at once when one
   * comes up, the requests after it being left alone.
   */
  commit(
    requests: readonly CommitRequest<C>[],
    then: (failure: CommitFailure | undefined) => void,
  ): void;
}
