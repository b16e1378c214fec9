import { describe, expect, it } from "vitest";
import { SinkBench } from "./bench.ts";

describe("a transactional sink at a barrier", () => {
  it("hands over a committable only when the transaction has a record (S1)", () => {
    const sink = new SinkBench().open();
    expect(sink.barrier(1).committables).toEqual([]);
    sink.write(1);
    expect(sink.barrier(2).committables).toMatchObject([
      { checkpointId: 2, committables: [{ transactionalId: "app-0-2", epoch: 0 }] },
    ]);
  });

  it("waits for the broker before it hands over, and not when nothing was written (S1)", () => {
    const sink = new SinkBench().open();
    sink.sink.preCommit(1);
    expect(sink.busyRequests).toBe(0);
    sink.sink.snapshot(1);
    sink.write(1);
    const before = sink.busyRequests;
    sink.sink.preCommit(2);
    expect(sink.busyRequests).toBe(before + 1);
  });

  it("begins the next transaction before the checkpoint is complete (S2)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    for (const id of [1, 2, 3]) {
      sink.write(id);
      sink.barrier(id);
    }
    expect(sink.log.of("began")).toEqual([
      "began app-0-1 for 1",
      "began app-0-2 for 2",
      "began app-0-3 for 3",
      "began app-0-4 for 4",
    ]);
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual([
      "app-0-1",
      "app-0-2",
      "app-0-3",
    ]);
  });

  it("shows readers nothing before the commit, though what follows is written already (S3)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1, 2);
    sink.barrier(1);
    sink.write(3);
    expect(bench.visible).toEqual([]);
    expect(sink.complete(1)).toBe(true);
    expect(bench.visible).toEqual([1, 2]);
  });
});

describe("a notification", () => {
  it("commits everything up to its checkpoint, the oldest first (S3)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    for (const id of [1, 2, 3]) {
      sink.write(id);
      sink.barrier(id);
    }
    sink.complete(2);
    expect(sink.log.of("committed")).toEqual(["committed app-0-1", "committed app-0-2"]);
    expect(bench.visible).toEqual([1, 2]);
  });

  it("that comes late or twice commits nothing again (S3, C6)", () => {
    const sink = new SinkBench().open();
    sink.write(1);
    sink.barrier(1);
    sink.complete(1);
    const { requests } = sink;
    expect(sink.complete(1)).toBe(true);
    expect(sink.complete(0)).toBe(true);
    expect(sink.requests).toBe(requests);
  });

  it("commits what a lost notification had left (C6, S3)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1);
    sink.barrier(1);
    sink.barrier(2);
    sink.complete(2);
    expect(bench.visible).toEqual([1]);
  });

  it("lets the thread go on when all commits are answered", () => {
    const sink = new SinkBench().open();
    const { proceeded } = sink;
    sink.write(1);
    sink.barrier(1);
    sink.complete(1);
    expect(sink.proceeded).toBe(proceeded + 1);
  });
});

describe("a restored sink", () => {
  it("commits what its state holds before anything else, without a notification (S5)", () => {
    const bench = new SinkBench();
    const first = bench.open();
    first.write(1);
    const restored = first.barrier(1);
    first.close("kill");
    const second = bench.open({ restored, restoredCheckpointId: 1 });
    expect(bench.visible).toEqual([1]);
    expect(second.log.lines[0]).toBe("re-committed app-0-1");
  });

  it("may commit again what its predecessor has committed (S7, S14)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open({ prefix: "blue" });
    outgoing.write(1);
    const savepoint = outgoing.barrier(1);
    const incoming = bench.open({
      prefix: "green",
      restored: savepoint,
      restoredCheckpointId: 1,
    });
    expect(incoming.failures).toEqual([]);
    outgoing.barrier(2);
    outgoing.complete(2);
    expect(outgoing.log.of("refused")).toEqual([]);
    expect(bench.visible).toEqual([1]);
  });

  it("drops a commit that the broker has timed out, and works on (S6, S8)", () => {
    const bench = new SinkBench();
    const first = bench.open();
    first.write(1);
    const restored = first.barrier(1);
    first.close("kill");
    bench.now += 11 * 60_000_000;
    bench.broker.scan(bench.now);
    const second = bench.open({ restored, restoredCheckpointId: 1 });
    expect(second.log.of("refused")).toEqual(["refused app-0-1: ProducerFencedException"]);
    expect(second.isOpen).toBe(true);
    second.write(2);
    second.barrier(2);
    second.complete(2);
    expect(bench.visible).toEqual([2]);
  });
});

describe("the end of a sink", () => {
  it("aborts the running transaction and leaves pre-committed ones open (S13)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1);
    sink.barrier(1);
    sink.write(2);
    sink.close("graceful");
    expect(bench.stateOf("app-0-1")).toBe("Ongoing");
    expect(bench.stateOf("app-0-2")).toBe("CompleteAbort");
  });

  it("sends nothing for a transaction without records (S13)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    const { requests } = sink;
    sink.close("graceful");
    expect(sink.requests).toBe(requests);
  });

  it("sends nothing at all when it is killed (S13)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1);
    const { requests } = sink;
    sink.close("kill");
    expect(sink.requests).toBe(requests);
    expect(bench.stateOf("app-0-1")).toBe("Ongoing");
  });

  it("is quiet while it is being initialised", () => {
    const sink = new SinkBench().attempt();
    sink.close("graceful");
    expect(sink.requests).toBe(0);
  });

  it("has nothing left open after a stop-with-savepoint (C26)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1);
    sink.barrier(1);
    sink.complete(1);
    sink.close("finished");
    expect(bench.visible).toEqual([1]);
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual([]);
  });
});

describe("a broker that refuses the transaction timeout", () => {
  it("keeps the sink from opening, so that the job cannot start (S8)", () => {
    const hour = { transactionTimeoutMicros: 3_600_000_000 };
    const sink = new SinkBench().open({ sink: hour });
    expect(sink.isOpen).toBe(false);
    expect(sink.failures).toEqual(["initTransactions of app-0-1: InvalidTxnTimeoutException"]);
  });
});
