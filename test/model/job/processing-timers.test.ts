import { describe, expect, it } from "vitest";
import { ProcessingTimers } from "../../../src/model/job/processing-timers.ts";

describe("timers of processing time", () => {
  it("go by the wall clock beside their subtask, which can be set", () => {
    const fired: number[] = [];
    let ahead = 0;
    const timers = new ProcessingTimers(
      () => 1_000 + ahead,
      [
        {
          get nextTimer(): number {
            return fired.length === 0 ? 1_500 : Number.POSITIVE_INFINITY;
          },
          advanceProcessingTime: (now) => fired.push(now),
        },
      ],
    );
    expect(timers.next).toBe(500_000);
    ahead = -200;
    expect(timers.next).toBe(700_000);
    timers.fire(600_000);
    expect(fired).toEqual([]);
    ahead = 300;
    timers.fire(600_000);
    expect(fired).toEqual([1_900]);
  });
});
