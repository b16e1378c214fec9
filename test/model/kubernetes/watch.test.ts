import { describe, expect, it } from "vitest";
import { Watch } from "../../../src/model/kubernetes/watch.ts";

describe("Watch", () => {
  it("events come in version order although a later one was faster (K2, K5)", () => {
    const watch = new Watch(1);
    watch.stored(2, 0, 100);
    watch.stored(3, 10, 5);
    expect(watch.take(50)).toBeUndefined();
    expect(watch.take(100)).toEqual({ version: 2, isDuplicate: false });
    expect(watch.take(100)).toEqual({ version: 3, isDuplicate: false });
  });

  it("after a break only the newest version comes: those between are never seen (K3)", () => {
    const watch = new Watch(1);
    watch.stored(2, 0, 100);
    watch.break(500);
    watch.stored(3, 200, 1);
    watch.stored(4, 300, 1);
    expect(watch.relist(499, 4)).toBeUndefined();
    expect(watch.relist(500, 4)).toEqual({ version: 4, isDuplicate: false });
    expect(watch.nextAt()).toBeUndefined();
  });

  it("a relist repeats a version that has not changed (K4)", () => {
    const watch = new Watch(7);
    watch.break(10);
    expect(watch.relist(10, 7)).toEqual({ version: 7, isDuplicate: true });
  });

  it("the cache lags behind what is stored (K6)", () => {
    const watch = new Watch(1);
    watch.stored(2, 0, 100);
    expect(watch.cachedVersion).toBe(1);
    watch.take(100);
    expect(watch.cachedVersion).toBe(2);
  });
});
