import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FOREVER } from "../../../src/engine/clock.ts";
import {
  PeriodicTrigger,
  schedulerRestart,
} from "../../../src/model/checkpoint/periodic-trigger.ts";

const SECOND = 1_000_000;

function triggerOf(
  schedulerRestart: "random-delay" | "min-pause",
  minPauseMicros = 2 * SECOND,
  intervalMicros = 10 * SECOND,
): PeriodicTrigger {
  return new PeriodicTrigger({ intervalMicros, minPauseMicros, schedulerRestart });
}

describe("the periodic trigger (C1)", () => {
  it("comes first after a random delay from the minimal pause to the interval, both included", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (draw) => {
        const trigger = triggerOf("min-pause");
        trigger.start(SECOND, draw);
        expect(trigger.dueAt).toBeGreaterThanOrEqual(3 * SECOND);
        expect(trigger.dueAt).toBeLessThanOrEqual(11 * SECOND);
      }),
    );
    const last = triggerOf("min-pause");
    last.start(0, 1 - 2 ** -32);
    expect(last.dueAt).toBe(10 * SECOND);
  });

  it("keeps a fixed rate from the planned time, however late it was served", () => {
    const trigger = triggerOf("min-pause");
    trigger.start(0, 0);
    trigger.fire();
    trigger.fire();
    expect(trigger.dueAt).toBe(22 * SECOND);
  });

  it("has the minimal pause for its interval where that is longer", () => {
    const trigger = triggerOf("min-pause", 30 * SECOND, 10 * SECOND);
    trigger.start(0, 0.5);
    expect(trigger.dueAt).toBe(30 * SECOND);
    trigger.fire();
    expect(trigger.dueAt).toBe(60 * SECOND);
  });

  it("draws again at each later start in 1.20, and not in 2.3", () => {
    for (const [restart, due] of [
      ["random-delay", 10 * SECOND],
      ["min-pause", 2 * SECOND],
    ] as const) {
      const trigger = triggerOf(restart);
      trigger.start(0, 0);
      trigger.stop();
      trigger.start(0, 1 - 2 ** -32);
      expect(trigger.dueAt).toBe(due);
    }
  });

  it("is off with an interval of 0, and while stopped", () => {
    const off = triggerOf("min-pause", 0, 0);
    off.start(0, 0);
    expect([off.isRunning, off.dueAt]).toEqual([false, FOREVER]);
    const stopped = triggerOf("min-pause");
    stopped.start(0, 0);
    stopped.stop();
    stopped.reschedule(5 * SECOND);
    expect([stopped.isRunning, stopped.dueAt]).toEqual([false, FOREVER]);
  });

  it("restarts by the minimal pause from 2.3 on", () => {
    expect(["1.20", "1.20.3", "2.2", "2.3", "2.3.0", "2.10", "3.0"].map(schedulerRestart)).toEqual([
      ...["random-delay", "random-delay", "random-delay"],
      ...["min-pause", "min-pause", "min-pause", "min-pause"],
    ]);
  });
});
