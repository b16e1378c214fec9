import { describe, expect, it } from "vitest";
import {
  type BarrierAligner,
  createBarrierAligner,
} from "../../../src/model/job/barrier-aligner.ts";
import {
  barrierValue,
  CHECKPOINT_BARRIER,
  SAVEPOINT_BARRIER,
  STOP_BARRIER,
} from "../../../src/model/job/barrier-value.ts";

/** An aligner of that many channels; `log` holds what it did, in order. */
class Bench {
  readonly log: string[] = [];
  readonly aligner: BarrierAligner;

  constructor(
    channels: number,
    mode: "EXACTLY_ONCE" | "AT_LEAST_ONCE" = "EXACTLY_ONCE",
    checkpointsAfterTasksFinish = true,
  ) {
    this.aligner = createBarrierAligner(mode, {
      checkpointsAfterTasksFinish,
      input: {
        channels,
        block: (channel) => this.log.push(`block ${channel}`),
        unblockAll: () => this.log.push("unblock all"),
      },
      host: {
        snapshot: (id, kind) => this.log.push(`snapshot ${id}${["", " sp", " stop"][kind]}`),
        abort: (id, reason) => this.log.push(`abort ${id} ${reason}`),
      },
    });
  }

  barrier(id: number, ...channels: readonly number[]): void {
    for (const channel of channels) {
      this.aligner.barrier(channel, barrierValue(id, CHECKPOINT_BARRIER));
    }
  }

  cancel(id: number, channel: number): void {
    this.aligner.cancel(channel, barrierValue(id, CHECKPOINT_BARRIER));
  }

  /** What has happened since it was last asked. */
  taken(): readonly string[] {
    return this.log.splice(0);
  }
}

describe("EXACTLY_ONCE alignment", () => {
  it("blocks each channel behind its barrier until the last one has come (C9)", () => {
    const bench = new Bench(3);
    bench.barrier(1, 1, 2);
    expect(bench.taken()).toEqual(["block 1", "block 2"]);
    bench.barrier(1, 0);
    expect(bench.taken()).toEqual(["snapshot 1", "unblock all"]);
  });

  it("blocks nothing where there is one channel only (C9)", () => {
    const bench = new Bench(1);
    bench.barrier(1, 0);
    expect(bench.taken()).toEqual(["snapshot 1", "unblock all"]);
  });

  it("passes on what kind of snapshot the barrier asked for (C25, C26)", () => {
    const bench = new Bench(1);
    bench.aligner.barrier(0, barrierValue(1, SAVEPOINT_BARRIER));
    bench.aligner.barrier(0, barrierValue(2, STOP_BARRIER));
    const snapshots = bench.taken().filter((line) => line.startsWith("snapshot"));
    expect(snapshots).toEqual(["snapshot 1 sp", "snapshot 2 stop"]);
  });

  it("gives the pending checkpoint up for a newer barrier (C10)", () => {
    const bench = new Bench(2);
    bench.barrier(1, 0);
    bench.barrier(2, 1);
    expect(bench.taken()).toEqual([
      "block 0",
      "unblock all",
      "abort 1 CHECKPOINT_DECLINED_SUBSUMED",
      "block 1",
    ]);
    bench.barrier(2, 0);
    expect(bench.taken()).toEqual(["snapshot 2", "unblock all"]);
  });

  it("lets a channel flow on behind the barrier of an older checkpoint (C10)", () => {
    const bench = new Bench(2);
    bench.barrier(2, 0);
    bench.taken();
    bench.barrier(1, 1);
    expect(bench.taken()).toEqual([]);
  });

  it("gives a checkpoint up at a cancellation marker and heeds none of its barriers (C11)", () => {
    const bench = new Bench(2);
    bench.barrier(1, 0);
    bench.cancel(1, 1);
    bench.cancel(1, 1);
    bench.barrier(1, 1);
    expect(bench.taken()).toEqual([
      "block 0",
      "unblock all",
      "abort 1 CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER",
    ]);
  });

  it("says nothing of the pending checkpoint when a newer one is cancelled (C11)", () => {
    const bench = new Bench(2);
    bench.barrier(1, 0);
    bench.cancel(2, 1);
    const expected = ["unblock all", "abort 2 CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER"];
    expect(bench.taken().slice(1)).toEqual(expected);
    bench.barrier(1, 1);
    expect(bench.taken()).toEqual([]);
  });

  it("takes an ended channel for aligned (C12)", () => {
    const bench = new Bench(3);
    bench.barrier(1, 0);
    bench.aligner.endOfPartition(1);
    bench.taken();
    bench.barrier(1, 2);
    expect(bench.taken()).toEqual(["snapshot 1", "unblock all"]);
    bench.barrier(2, 0, 2);
    expect(bench.taken().at(-2)).toBe("snapshot 2");
  });

  it("completes with the end of the last channel that was missing (C12)", () => {
    const bench = new Bench(2);
    bench.barrier(1, 0);
    bench.taken();
    bench.aligner.endOfPartition(1);
    expect(bench.taken()).toEqual(["snapshot 1", "unblock all"]);
  });

  it("gives the pending checkpoint up without checkpoints after tasks finish (C12)", () => {
    const bench = new Bench(2, "EXACTLY_ONCE", false);
    bench.aligner.endOfPartition(1);
    expect(bench.taken()).toEqual([]);
    bench.barrier(1, 0);
    expect(bench.taken()).toEqual(["snapshot 1", "unblock all"]);
    const pending = new Bench(2, "EXACTLY_ONCE", false);
    pending.barrier(1, 0);
    pending.aligner.endOfPartition(1);
    expect(pending.taken().at(-1)).toBe("abort 1 CHECKPOINT_DECLINED_INPUT_END_OF_STREAM");
  });
});

describe("AT_LEAST_ONCE counting", () => {
  it("blocks nothing and counts several checkpoints at once (C13)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE");
    bench.barrier(1, 0);
    bench.barrier(2, 0);
    expect(bench.taken()).toEqual([]);
    bench.barrier(1, 1);
    bench.barrier(2, 1);
    expect(bench.taken()).toEqual(["snapshot 1", "snapshot 2"]);
  });

  it("forgets older checkpoints when a newer one is complete (C13)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE");
    bench.barrier(1, 0);
    bench.barrier(2, 0, 1);
    bench.barrier(1, 1);
    expect(bench.taken()).toEqual(["snapshot 2"]);
  });

  it("tracks fifty checkpoints and forgets the oldest (C13)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE");
    for (let id = 1; id <= 51; id++) bench.barrier(id, 0);
    bench.barrier(1, 1);
    expect(bench.taken()).toEqual([]);
    bench.barrier(2, 1);
    expect(bench.taken()).toEqual(["snapshot 2"]);
  });

  it("gives older checkpoints up with a cancelled one, each once (C11, C13)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE");
    bench.barrier(1, 0);
    bench.barrier(2, 0);
    bench.cancel(2, 1);
    bench.cancel(2, 0);
    expect(bench.taken()).toEqual([
      "abort 1 CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER",
      "abort 2 CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER",
    ]);
  });

  it("completes the newest checkpoint that waited for an ended channel alone (C12)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE");
    bench.barrier(1, 0);
    bench.barrier(2, 0);
    bench.aligner.endOfPartition(1);
    expect(bench.taken()).toEqual(["snapshot 2"]);
    bench.barrier(3, 0);
    expect(bench.taken()).toEqual(["snapshot 3"]);
  });

  it("gives everything up at the end of a channel without checkpoints after tasks finish (C12)", () => {
    const bench = new Bench(2, "AT_LEAST_ONCE", false);
    bench.barrier(1, 0);
    bench.barrier(2, 0);
    bench.aligner.endOfPartition(1);
    expect(bench.taken()).toEqual([
      "abort 1 CHECKPOINT_DECLINED_INPUT_END_OF_STREAM",
      "abort 2 CHECKPOINT_DECLINED_INPUT_END_OF_STREAM",
    ]);
  });
});
