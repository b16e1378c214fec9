import { describe, expect, it } from "vitest";
import { ConfigMap } from "../../../src/model/kubernetes/config-map.ts";

describe("ConfigMap", () => {
  it("a PUT with a stale resourceVersion is refused and writes nothing (K5)", () => {
    const map = new ConfigMap();
    map.replace({ a: "1" });
    map.replace({ a: "2" });
    expect(map.update(1, { a: "3" })).toEqual({ outcome: "conflict", version: 2 });
    expect(map.read().data).toEqual({ a: "2" });
  });

  it("a PATCH without resourceVersion never conflicts: the last writer wins (K5)", () => {
    const map = new ConfigMap();
    map.replace({ a: "1", b: "1" });
    expect(map.patch({ a: "2", b: undefined })).toEqual({ outcome: "ok", version: 2 });
    expect(map.read().data).toEqual({ a: "2" });
  });

  it("a write that changes nothing makes no version; an old snapshot never changes", () => {
    const map = new ConfigMap();
    map.replace({ a: "1" });
    const before = map.read();
    expect(map.update(1, { a: "1" })).toEqual({ outcome: "noop", version: 1 });
    map.patch({ a: "2" });
    expect(before).toEqual({ version: 1, data: { a: "1" } });
  });
});
