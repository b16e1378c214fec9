import { describe, expect, it } from "vitest";
import { SinkBench } from "./bench.ts";

const atLeastOnce = { sink: { guarantee: "at-least-once" } } as const;
const none = { sink: { guarantee: "none" } } as const;

describe("a sink without transactions (S16)", () => {
  it("shows readers each record, and again after a restart", () => {
    const bench = new SinkBench();
    const first = bench.open(atLeastOnce);
    first.write(1, 2);
    const restored = first.barrier(1);
    first.write(3);
    first.close("graceful");
    const second = bench.open({ ...atLeastOnce, restored, restoredCheckpointId: 1 });
    second.write(3);
    bench.broker.catchUp(bench.tick());
    expect(bench.visible).toEqual([1, 2, 3, 3]);
  });

  it("stores nothing and commits nothing", () => {
    const sink = new SinkBench().open(atLeastOnce);
    sink.write(1);
    expect(sink.barrier(1)).toEqual({ writer: [], committables: [] });
    expect(sink.complete(1)).toBe(true);
    expect(sink.requests).toBe(0);
  });

  it("waits at a barrier for what was written since the last one, with at-least-once only", () => {
    const waits = [atLeastOnce, none].map((guarantee) => {
      const sink = new SinkBench().open(guarantee);
      sink.barrier(1);
      sink.write(1);
      sink.barrier(2);
      sink.barrier(3);
      return sink.busyRequests;
    });
    expect(waits).toEqual([1, 0]);
  });

  it("is hidden behind an open transaction of anybody in its partition (S12)", () => {
    const bench = new SinkBench();
    const transactional = bench.open({ prefix: "other" });
    transactional.write(1);
    bench.open(atLeastOnce).write(2);
    bench.broker.catchUp(bench.tick());
    expect(bench.visible).toEqual([]);
    transactional.close("graceful");
    expect(bench.visible).toEqual([2]);
  });
});
