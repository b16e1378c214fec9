import { describe, expect, it } from "vitest";
import { INCREMENTING, POOLING } from "../../../src/model/sink/transaction-naming.ts";
import { ownedBy } from "../../../src/model/sink/transaction-ownership.ts";
import { SinkBench } from "./bench.ts";

const pooling = { naming: "POOLING" } as const;

describe("INCREMENTING", () => {
  it("begins at the checkpoint after the restored one, at 1 without state (S9)", () => {
    const bench = new SinkBench();
    expect(bench.open().log.of("began")).toEqual(["began app-0-1 for 1"]);
    expect(bench.open({ prefix: "b", restoredCheckpointId: 7 }).log.of("began")).toEqual([
      "began b-0-8 for 8",
    ]);
  });

  it("initialises the ids of checkpoints that never came, in order (S9)", () => {
    const context = { prefix: "app", subtask: 3, ongoing: new Set<string>() };
    const ids = INCREMENTING({ ...context, lastCheckpointId: 8, nextCheckpointId: 11 });
    expect(ids).toEqual(["app-3-9", "app-3-10", "app-3-11"]);
    const bench = new SinkBench();
    const sink = bench.open();
    sink.barrier(3);
    expect([2, 3, 4].map((id) => bench.epochOf(`app-0-${id}`))).toEqual([0, 0, 0]);
    expect(sink.log.of("began").at(-1)).toBe("began app-0-4 for 4");
  });

  it("probes onwards from there until an id was never used (S9)", () => {
    const bench = new SinkBench();
    const first = bench.open();
    first.write(1);
    const restored = first.barrier(1);
    first.write(2);
    first.barrier(2);
    first.write(3);
    first.close("kill");
    const second = bench.open({ restored, restoredCheckpointId: 1 });
    expect(second.log.of("probed")).toEqual([
      "probed app-0-2 e2",
      "probed app-0-3 e2",
      "probed app-0-4 e0",
      "probed app-1-2 e0",
    ]);
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual([]);
  });

  it("uses up ids by probing, so a restart loop probes more each time (S9)", () => {
    const bench = new SinkBench();
    const counts = [1, 2, 3, 4].map(() => {
      const sink = bench.open();
      sink.close("kill");
      return sink.log.of("probed").length;
    });
    expect(counts).toEqual([1, 3, 6, 10]);
  });

  it("cleans up after subtasks that a smaller parallelism left out (S9, S17)", () => {
    const bench = new SinkBench();
    const wide = [0, 1, 2].map((subtask) => bench.open({ subtask, parallelism: 3 }));
    for (const [index, sink] of wide.entries()) sink.write(index);
    bench.open({ parallelism: 1 });
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual([]);
  });

  it("fences an owner of another prefix once, when it restores that one's state (S9, S11)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open({ prefix: "blue" });
    outgoing.write(1);
    const restored = outgoing.barrier(1);
    outgoing.write(2);
    bench.open({ prefix: "green", restored, restoredCheckpointId: 1 });
    outgoing.write(3);
    expect(outgoing.failures).toEqual([
      "Failed to send data to Kafka: InvalidProducerEpochException",
    ]);
    expect(bench.visible).toEqual([1]);
  });

  it("fences an owner of the same prefix even without its state (S9, S11)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open();
    outgoing.write(1);
    outgoing.barrier(1);
    outgoing.write(2);
    bench.open({ restoredCheckpointId: 1 });
    outgoing.write(3);
    expect(outgoing.log.of("send refused")).toHaveLength(1);
  });

  it("leaves an owner alone when neither prefix nor state is shared (S11)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open({ prefix: "blue" });
    outgoing.write(1);
    outgoing.barrier(1);
    outgoing.write(2);
    bench.open({ prefix: "green", restoredCheckpointId: 1 });
    outgoing.write(3);
    expect(outgoing.failures).toEqual([]);
  });

  it("loses in silence what was pre-committed when its id is probed (S6, S9)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open();
    const savepoint = outgoing.barrier(1);
    outgoing.write(2);
    outgoing.barrier(2);
    bench.open({ restored: savepoint, restoredCheckpointId: 1 });
    expect(outgoing.complete(2)).toBe(true);
    expect(outgoing.log.of("refused")).toEqual(["refused app-0-2: ProducerFencedException"]);
    expect(outgoing.failures).toEqual([]);
    expect(bench.visible).toEqual([]);
  });
});

describe("a fenced writer", () => {
  it("fails at its next record, which is not written, and says so once (S11)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open();
    outgoing.write(1);
    expect(outgoing.sink.actsFrom?.(10)).toBe(Number.POSITIVE_INFINITY);
    bench.open({ restoredCheckpointId: 0 });
    expect(outgoing.wakes).toBe(1);
    expect(outgoing.sink.actsFrom?.(10)).toBe(10);
    outgoing.write(2);
    expect(outgoing.failures).toHaveLength(1);
  });

  it("fails as well when its running transaction has timed out (S8)", () => {
    const bench = new SinkBench();
    const sink = bench.open();
    sink.write(1);
    bench.now += 11 * 60_000_000;
    bench.broker.scan(bench.now);
    expect(sink.wakes).toBe(1);
    sink.write(2);
    expect(sink.failures).toEqual(["Failed to send data to Kafka: InvalidProducerEpochException"]);
  });

  it("passes a barrier all the same when nothing is left to send (S1)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open();
    outgoing.write(1);
    bench.open();
    expect(outgoing.barrier(1).committables).toHaveLength(1);
    expect(outgoing.failures).toEqual([]);
  });
});

describe("POOLING", () => {
  it("takes the smallest number that is not in use (S10)", () => {
    const context = { prefix: "app", subtask: 1, lastCheckpointId: 4, nextCheckpointId: 9 };
    expect(POOLING({ ...context, ongoing: new Set(["app-1-0", "app-1-2"]) })).toEqual(["app-1-1"]);
  });

  it("takes an id again at the snapshot after its commit (S10)", () => {
    const sink = new SinkBench().open({ sink: pooling });
    sink.write(1);
    sink.barrier(1);
    sink.complete(1);
    sink.write(2);
    sink.barrier(2);
    expect(sink.log.of("began")).toEqual([
      "began app-0-0 for 1",
      "began app-0-1 for 2",
      "began app-0-0 for 3",
    ]);
  });

  it("takes the id of a transaction without records at once (S1, S10)", () => {
    const bench = new SinkBench();
    const sink = bench.open({ sink: pooling });
    sink.barrier(1);
    expect(sink.log.of("began").at(-1)).toBe("began app-0-0 for 2");
    expect(bench.epochOf("app-0-0")).toBe(1);
  });

  it("takes no id of its restored state before the first snapshot (S10)", () => {
    const bench = new SinkBench();
    const first = bench.open({ sink: pooling });
    first.write(1);
    const restored = first.barrier(1);
    first.close("kill");
    const second = bench.open({ sink: pooling, restored, restoredCheckpointId: 1 });
    expect(second.log.of("began")).toEqual(["began app-0-1 for 2"]);
    second.barrier(2);
    expect(second.log.of("began").at(-1)).toBe("began app-0-0 for 3");
  });

  it("aborts what its state does not hold, and commits what it holds (S10)", () => {
    const bench = new SinkBench();
    const first = bench.open({ sink: pooling });
    first.write(1);
    const restored = first.barrier(1);
    first.write(2);
    first.close("kill");
    const second = bench.open({ sink: pooling, restored, restoredCheckpointId: 1 });
    expect(second.log.of("re-committed")).toEqual(["re-committed app-0-0"]);
    expect(second.log.of("probed")).toEqual(["probed app-0-1 e2"]);
    expect(bench.visible).toEqual([1]);
  });

  it("aborts another application whose prefix begins with its own (S10)", () => {
    const bench = new SinkBench();
    const green = bench.open({ prefix: "app-green", sink: pooling });
    green.write(1);
    bench.open({ prefix: "app", sink: pooling });
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual([]);
    green.write(2);
    expect(green.failures).toHaveLength(1);
  });

  it("leaves alone what another subtask answers for (S17)", () => {
    const bench = new SinkBench();
    const wide = [0, 1, 2].map((subtask) => bench.open({ subtask, parallelism: 3, sink: pooling }));
    for (const [index, sink] of wide.entries()) sink.write(index);
    bench.open({ subtask: 1, parallelism: 2, sink: pooling });
    expect(bench.broker.openTransactionalIds(bench.tick())).toEqual(["app-0-0", "app-2-0"]);
  });
});

describe("ownership of transactional ids (S17)", () => {
  const state = (ownedSubtaskId: number, totalNumberOfOwnedSubtasks: number) => ({
    transactionalIdPrefix: "app",
    ownedSubtaskId,
    totalNumberOfOwnedSubtasks,
    ownership: "EXPLICIT_BY_WRITER_STATE" as const,
    precommitted: [],
  });
  const explicitly = (
    subtask: number,
    parallelism: number,
    ...states: ReturnType<typeof state>[]
  ) => ownedBy("EXPLICIT_BY_WRITER_STATE", subtask, parallelism, states);

  it("follows the writer state, several ids to one subtask after a downscale", () => {
    expect(explicitly(0, 2, state(2, 4), state(0, 4))).toEqual({ subtasks: [0, 2], total: 4 });
    expect(explicitly(0, 4, state(0, 2))).toEqual({ subtasks: [0], total: 4 });
    expect(explicitly(3, 4)).toEqual({ subtasks: [3], total: 4 });
  });

  it("is the subtask's own with INCREMENTING, whatever the state says", () => {
    expect(ownedBy("IMPLICIT_BY_SUBTASK_ID", 1, 2, [])).toEqual({ subtasks: [1], total: 2 });
  });

  it("is refused when the states do not belong together", () => {
    expect(explicitly(2, 4, state(2, 2))).toBe("State not consecutively assigned");
    expect(explicitly(0, 1, state(0, 2), state(1, 3))).toBe("Writer states not in sync");
    expect(explicitly(0, 2, state(0, 2), state(1, 2))).toBe("Not uniformly assigned");
  });

  it("cannot go back from POOLING to INCREMENTING (S10)", () => {
    const bench = new SinkBench();
    const first = bench.open({ sink: pooling });
    const second = bench.open({ restored: first.barrier(1), restoredCheckpointId: 1 });
    expect(second.isOpen).toBe(false);
    expect(second.failures[0]).toContain("back to INCREMENTING");
  });
});
