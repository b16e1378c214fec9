import { describe, expect, it } from "vitest";
import type { TtlOptions } from "../../../src/model/keyed-stages.ts";
import { KeyTable, keyGroupRangeOf } from "../../../src/model/network/key-groups.ts";
import { DistinctOperator } from "../../../src/model/operator/distinct-operator.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { Collector } from "./collector.ts";

class Bench {
  now = 0;
  repeated = 0;
  readonly element: Element = new Element();
  readonly collector: Collector = new Collector(this.element);
  readonly operator: DistinctOperator;

  constructor(update: TtlOptions["update"] = "OnCreateAndWrite") {
    this.operator = new DistinctOperator({
      element: this.element,
      next: this.collector,
      keys: new KeyTable(["a", "b"], 128),
      ttl: { millis: 10, update },
      processingTime: () => this.now,
      onRepeated: () => this.repeated++,
    });
  }

  /** Whether a record of that key passes then. */
  passes(now: number, key = 0): boolean {
    const before = this.collector.records.length;
    this.now = now;
    Object.assign(this.element, { id: 7, ts: 0, hasTimestamp: true, key, value: 1, count: 1 });
    this.operator.processElement();
    return this.collector.records.length > before;
  }
}

describe("a process function whose state has a TTL", () => {
  it("lets one record a key through while its state lives, which ends at its last update + TTL", () => {
    const bench = new Bench();
    expect([100, 105, 109, 110, 119].map((now) => bench.passes(now))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(bench.passes(119, 1)).toBe(true);
    expect(bench.repeated).toBe(3);
  });

  it("prolongs it with each record only OnReadAndWrite", () => {
    const bench = new Bench("OnReadAndWrite");
    expect([100, 109, 118, 128].map((now) => bench.passes(now))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("ages while no job runs: the time of the update is in the state", () => {
    const old = new Bench();
    old.passes(100, 0);
    old.passes(104, 1);
    const next = new Bench();
    next.operator.restore([old.operator.snapshot()], keyGroupRangeOf(0, 128, 1));
    expect([next.passes(110, 0), next.passes(110, 1)]).toEqual([true, false]);
  });
});
