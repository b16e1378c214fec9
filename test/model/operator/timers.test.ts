import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { InternalTimerService } from "../../../src/model/operator/internal-timer-service.ts";

/** A service whose timers are noted; `again` may register more while one fires. */
function service(again: (timers: InternalTimerService, time: number) => void = () => {}): {
  readonly timers: InternalTimerService;
  readonly fired: number[];
} {
  const fired: number[] = [];
  const timers: InternalTimerService = new InternalTimerService({
    onTimer: (_key, time) => {
      fired.push(time);
      again(timers, time);
    },
  });
  return { timers, fired };
}

describe("event-time timers (W16)", () => {
  it("a timer below the watermark waits for the next advance", () => {
    const { timers, fired } = service();
    timers.advanceWatermark(100);
    timers.register("event", 0, 50);
    expect(fired).toEqual([]);
    timers.advanceWatermark(101);
    expect(fired).toEqual([50]);
  });

  it("a timer registered in onTimer at or below the watermark fires in the same advance", () => {
    const { timers, fired } = service((one, time) => {
      if (time < 30) one.register("event", 0, time + 10);
    });
    timers.register("event", 0, 10);
    timers.advanceWatermark(25);
    expect(fired).toEqual([10, 20]);
    expect(timers.pending("event")).toBe(1);
  });

  it("a key has one timer a time, however often it is registered", () => {
    const { timers, fired } = service();
    for (const key of [0, 0, 1]) timers.register("event", key, 10);
    timers.delete("event", 1, 11);
    timers.advanceWatermark(10);
    expect(fired).toEqual([10, 10]);
  });

  it("processing-time timers do not hear of watermarks", () => {
    const { timers, fired } = service();
    timers.register("processing", 0, 10);
    expect(timers.nextProcessingTime).toBe(10);
    timers.advanceWatermark(20);
    expect(fired).toEqual([]);
    timers.advanceProcessingTime(10);
    expect(fired).toEqual([10]);
    expect(timers.nextProcessingTime).toBe(Number.POSITIVE_INFINITY);
  });

  it("fire in ascending time, all up to the watermark, whatever was deleted before", () => {
    const times = fc.array(fc.tuple(fc.nat(5), fc.nat(60), fc.boolean()));
    fc.assert(
      fc.property(times, fc.nat(60), (entries, watermark) => {
        const { timers, fired } = service();
        const left = new Map<string, number>();
        for (const [key, time, deletes] of entries) {
          timers[deletes ? "delete" : "register"]("event", key, time);
          if (deletes) left.delete(`${key}/${time}`);
          else left.set(`${key}/${time}`, time);
        }
        timers.advanceWatermark(watermark);
        const due = [...left.values()].filter((time) => time <= watermark);
        expect(fired).toEqual(due.sort((a, b) => a - b));
        expect(timers.pending("event")).toBe(left.size - due.length);
      }),
    );
  });

  it("are restored by key group and wait for the new watermark (C20, W20)", () => {
    const keys = new KeyTable(["a", "b", "c", "d", "e", "f"], 128);
    const { timers } = service();
    keys.names.forEach((_, key) => {
      timers.register("event", key, 10 + key);
    });
    timers.advanceWatermark(9);
    const state = timers.snapshot(128);
    const halves = [
      { from: 0, to: 63 },
      { from: 64, to: 127 },
    ].map((range) => {
      const half = service();
      half.timers.restore([state], keys, range);
      expect(half.fired).toEqual([]);
      half.timers.advanceWatermark(100);
      return half.fired;
    });
    expect(halves.every((half) => half.length < 6)).toBe(true);
    expect(halves.flat().sort((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15]);
  });
});
