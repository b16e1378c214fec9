import { describe, expect, it } from "vitest";
import type { KafkaError } from "../../../src/model/kafka/errors.ts";
import type { TransactionBroker } from "../../../src/model/kafka/transaction-broker.ts";
import { commitOutcome } from "../../../src/model/sink/kafka-committer.ts";
import { type Attempt, SinkBench } from "./bench.ts";

/** The bench's broker, but commits are answered with `errors` first, one after another. */
function refusing(bench: SinkBench, errors: readonly KafkaError[]): TransactionBroker {
  const left = [...errors];
  const { broker } = bench;
  return {
    initTransactions: (...args) => broker.initTransactions(...args),
    begin: (...args) => broker.begin(...args),
    plain: (owner) => broker.plain(owner),
    commit: (session, now) => left.shift() ?? broker.commit(session, now),
    abort: (session, now) => broker.abort(session, now),
    isOngoing: () => false,
    openTransactionalIds: (now) => broker.openTransactionalIds(now),
  };
}

/** A sink with one transaction pre-committed, and told so. */
function committing(bench: SinkBench, errors: readonly KafkaError[]): Attempt {
  const sink = bench.open({ broker: refusing(bench, errors) });
  sink.write(1);
  sink.barrier(1);
  sink.complete(1);
  return sink;
}

const CONCURRENT = "ConcurrentTransactionsException";

describe("KafkaCommitter (S6)", () => {
  it("retries what may pass, drops what is lost, fails on anything else", () => {
    expect(commitOutcome(undefined)).toBe("committed");
    expect(commitOutcome(CONCURRENT)).toBe("retryLater");
    expect(commitOutcome("ProducerFencedException")).toBe("failedWithKnownReason");
    expect(commitOutcome("InvalidTxnStateException")).toBe("failedWithKnownReason");
    expect(commitOutcome("UnknownProducerIdException")).toBe("failedWithKnownReason");
    expect(commitOutcome("InvalidPidMappingException")).toBe("failedWithUnknownReason");
    expect(commitOutcome("InvalidProducerEpochException")).toBe("failedWithUnknownReason");
  });

  it("lets the job go on after a refusal that it knows", () => {
    const bench = new SinkBench();
    const sink = committing(bench, ["InvalidTxnStateException"]);
    expect(sink.failures).toEqual([]);
    expect(bench.visible).toEqual([]);
    sink.complete(2);
    expect(sink.log.of("committed")).toEqual([]);
  });

  it("fails the task after a refusal that it does not know", () => {
    const sink = committing(new SinkBench(), ["InvalidPidMappingException"]);
    expect(sink.failures).toEqual([
      "IllegalStateException: Failed to commit app-0-1: InvalidPidMappingException",
    ]);
  });
});

describe("CommitterOperator (S4)", () => {
  it("commits at the eleventh attempt", () => {
    const bench = new SinkBench();
    const sink = committing(bench, new Array<KafkaError>(10).fill(CONCURRENT));
    expect(sink.failures).toEqual([]);
    expect(bench.visible).toEqual([1]);
  });

  it("fails the task when eleven attempts were in vain", () => {
    const sink = committing(new SinkBench(), new Array<KafkaError>(11).fill(CONCURRENT));
    expect(sink.failures).toEqual([
      "IOException: Failed to commit 1 committables after 10 retries",
    ]);
  });

  it("fails a start in the same way", () => {
    const bench = new SinkBench();
    const first = bench.open();
    first.write(1);
    const restored = first.barrier(1);
    const broker = refusing(bench, ["InvalidPidMappingException"]);
    const second = bench.open({ broker, restored, restoredCheckpointId: 1 });
    expect(second.isOpen).toBe(false);
    expect(second.failures).toHaveLength(1);
    expect(second.log.of("began")).toEqual([]);
  });
});
