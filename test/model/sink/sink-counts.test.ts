import { describe, expect, it } from "vitest";
import { SinkBench } from "./bench.ts";

describe("what sinks count", () => {
  it("tells a commit from one that a restore repeats (S5, S7)", () => {
    const bench = new SinkBench();
    const first = bench.open();
    first.write(1);
    const restored = first.barrier(1);
    first.complete(1);
    first.close("kill");
    const second = bench.open({ restored, restoredCheckpointId: 1 });
    expect(first.counts).toMatchObject({ commits: 1, recommits: 0 });
    expect(second.counts).toMatchObject({ commits: 0, recommits: 1, refusedRecommits: 0 });
  });

  it("tells the ids that a start fences from those it only tries (S9)", () => {
    const bench = new SinkBench();
    bench.open().write(1);
    expect(bench.open().counts).toMatchObject({ probedIds: 3, fencedIds: 1 });
  });

  it("tells a refused send, a refused commit and a refused recommit apart (S6, S11)", () => {
    const bench = new SinkBench();
    const outgoing = bench.open();
    const savepoint = outgoing.barrier(1);
    outgoing.write(2);
    const later = outgoing.barrier(2);
    bench.open({ restored: savepoint, restoredCheckpointId: 1 });
    outgoing.complete(2);
    outgoing.write(3);
    const restarted = bench.open({ restored: later, restoredCheckpointId: 2 });
    expect(outgoing.counts).toMatchObject({ refusedCommits: 1, refusedSends: 1 });
    expect(restarted.counts).toMatchObject({ refusedCommits: 0, refusedRecommits: 1 });
  });
});
