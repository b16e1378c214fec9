import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FOREVER, fromMillis, MILLISECOND, SECOND, toMillis } from "../../src/engine/clock.ts";

describe("simulated time", () => {
  it("counts whole microseconds, so that a sum of tenths of a second is exact", () => {
    expect(3 * fromMillis(100)).toBe(fromMillis(300));
    expect(SECOND).toBe(1_000 * MILLISECOND);
  });

  it("reads as the whole milliseconds that have passed", () => {
    expect([toMillis(999), toMillis(1_000), toMillis(-1)]).toEqual([0, 1, -1]);
    expect(fromMillis(1.0005)).toBe(1_000);
  });

  it("comes back from milliseconds as it went", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (millis) => {
        expect(toMillis(fromMillis(millis))).toBe(millis);
      }),
    );
    expect(toMillis(FOREVER)).toBeGreaterThan(285 * 365 * 86_400_000);
  });
});
