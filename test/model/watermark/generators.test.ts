import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MIN_WATERMARK } from "../../../src/model/event-time.ts";
import { BoundedOutOfOrdernessWatermarks } from "../../../src/model/watermark/bounded-out-of-orderness-watermarks.ts";
import { PausableRelativeClock } from "../../../src/model/watermark/relative-clock.ts";
import { WatermarkToDataOutput } from "../../../src/model/watermark/watermark-to-data-output.ts";
import { WatermarksWithIdleness } from "../../../src/model/watermark/watermarks-with-idleness.ts";
import { OutputLog } from "./output-log.ts";

describe("BoundedOutOfOrdernessWatermarks (W1)", () => {
  it("offers 949 after 1000 and 900 with a bound of 50, and only when asked", () => {
    const log = new OutputLog();
    const generator = new BoundedOutOfOrdernessWatermarks(50);
    generator.onEvent(1000);
    generator.onEvent(900);
    expect(log.take()).toEqual([]);
    generator.onPeriodicEmit(log);
    expect(log.take()).toEqual([949]);
  });

  it("offers MIN before the first record and after records without a timestamp", () => {
    const log = new OutputLog();
    const generator = new BoundedOutOfOrdernessWatermarks(0);
    generator.onPeriodicEmit(log);
    generator.onEvent(Number.NaN);
    generator.onPeriodicEmit(log);
    expect(log.take()).toEqual([MIN_WATERMARK, MIN_WATERMARK]);
  });
});

describe("WatermarkToDataOutput (W5)", () => {
  it("drops a watermark that does not rise and says ACTIVE before one that ends idleness", () => {
    const log = new OutputLog();
    const output = new WatermarkToDataOutput(log);
    output.emitWatermark(MIN_WATERMARK);
    output.emitWatermark(5);
    output.markIdle();
    output.markIdle();
    output.emitWatermark(5);
    output.emitWatermark(6);
    expect(log.take()).toEqual([5, "IDLE", "ACTIVE", 6]);
  });
});

/** How long after its last record a generator marks its output idle. */
function idleAfter(timeout: number, interval: number, recordAt: number): number {
  const clock = { now: 1 };
  const log = new OutputLog();
  const generator = new WatermarksWithIdleness(
    new BoundedOutOfOrdernessWatermarks(0),
    timeout,
    clock,
  );
  let recorded = false;
  for (clock.now = 1 + interval; ; clock.now += interval) {
    if (!recorded && clock.now > recordAt) {
      generator.onEvent(0);
      recorded = true;
    }
    generator.onPeriodicEmit(log);
    if (log.take().includes("IDLE") && recorded) return clock.now - recordAt;
  }
}

describe("WatermarksWithIdleness (W10)", () => {
  it("goes idle later than the timeout and within timeout + 3 intervals of the last record", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 2, max: 3000 }),
        (timeout, interval, recordAt) => {
          const after = idleAfter(timeout, interval, recordAt);
          expect(after).toBeGreaterThan(timeout);
          expect(after).toBeLessThanOrEqual(timeout + 3 * interval);
        },
      ),
    );
  });

  it("rejects a timeout of 0", () => {
    const inner = new BoundedOutOfOrdernessWatermarks(0);
    expect(() => new WatermarksWithIdleness(inner, 0, { now: 1 })).toThrow(RangeError);
  });
});

describe("PausableRelativeClock (W12)", () => {
  it("stands still while paused, and pauses nest", () => {
    const base = { now: 10 };
    const clock = new PausableRelativeClock(base);
    clock.pause();
    clock.pause();
    base.now = 20;
    clock.unpause();
    expect(clock.now).toBe(10);
    base.now = 25;
    clock.unpause();
    base.now = 30;
    expect(clock.now).toBe(15);
    expect(() => clock.unpause()).toThrow(RangeError);
  });
});
