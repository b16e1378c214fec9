import type { KafkaError } from "../kafka/errors.ts";
import type { TransactionBroker } from "../kafka/transaction-broker.ts";
import type { CommitFailure, CommitOutcome, CommitRequest, Committer } from "./commit-request.ts";
import type { SinkServices } from "./sink-services.ts";
import type { KafkaCommittable } from "./sink-state.ts";

/** Hears how each commit ended; `error` undefined = the broker accepted it. */
export type CommitAnswered = (
  committable: KafkaCommittable,
  outcome: CommitOutcome,
  error: KafkaError | undefined,
) => void;

/**
 * S6: what `KafkaCommitter` makes of a commit's answer. Being fenced is logged and dropped: the
 * loss is silent. `InvalidPidMappingException` is not in that list and fails the job.
 */
export function commitOutcome(
  error: KafkaError | "UnknownProducerIdException" | undefined,
): CommitOutcome {
  switch (error) {
    case undefined:
      return "committed";
    case "ConcurrentTransactionsException":
      return "retryLater";
    case "ProducerFencedException":
    case "InvalidTxnStateException":
    case "UnknownProducerIdException":
      return "failedWithKnownReason";
    default:
      return "failedWithUnknownReason";
  }
}

/** Flink: `KafkaCommitter`: commits request by request, in the task thread. */
export class KafkaCommitter implements Committer<KafkaCommittable> {
  readonly #broker: TransactionBroker;
  readonly #services: SinkServices;
  readonly #owner: number;
  readonly #answered: CommitAnswered;

  constructor(options: {
    readonly broker: TransactionBroker;
    readonly services: SinkServices;
    readonly owner: number;
    readonly answered: CommitAnswered;
  }) {
    this.#broker = options.broker;
    this.#services = options.services;
    this.#owner = options.owner;
    this.#answered = options.answered;
  }

  commit(
    requests: readonly CommitRequest<KafkaCommittable>[],
    then: (failure: CommitFailure | undefined) => void,
  ): void {
    this.#commitFrom(requests, 0, then);
  }

  #commitFrom(
    requests: readonly CommitRequest<KafkaCommittable>[],
    index: number,
    then: (failure: CommitFailure | undefined) => void,
  ): void {
    const request = requests[index];
    if (request === undefined) {
      then(undefined);
      return;
    }
    const { committable } = request;
    this.#services.request(
      (now) => this.#broker.commit({ ...committable, owner: this.#owner }, now),
      (error) => {
        const outcome = commitOutcome(error);
        this.#answered(committable, outcome, error);
        const failure = request.settle(outcome);
        if (failure !== undefined) then(naming(failure, committable, error));
        else this.#commitFrom(requests, index + 1, then);
      },
      "commit",
    );
  }
}

function naming(
  failure: CommitFailure,
  { transactionalId }: KafkaCommittable,
  error: KafkaError | undefined,
): CommitFailure {
  return { ...failure, message: `${failure.message} ${transactionalId}: ${error}` };
}
