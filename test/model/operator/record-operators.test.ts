import { describe, expect, it } from "vitest";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import { KeyedProcessOperator } from "../../../src/model/operator/keyed-process-operator.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import { PeriodFunction } from "../../../src/model/operator/period-function.ts";
import {
  FilterOperator,
  FlatMapOperator,
  MapOperator,
} from "../../../src/model/operator/record-operators.ts";
import { createStageFunctions } from "../../../src/model/operator/stage-functions.ts";
import { Collector } from "./collector.ts";

const functions = createStageFunctions();
const name = "enrich";

function record(element: Element, operator: Operator, id: number, ts: number): void {
  Object.assign(element, { id, ts, hasTimestamp: true, key: 0, value: id, windowStart: 0 });
  operator.processElement();
}

describe("operators without state", () => {
  it("a map changes the digest alone", () => {
    const element = new Element();
    const next = new Collector(element);
    record(element, new MapOperator({ name, element, next, functions }), 5, 9);
    const value = functions.mapValue(name, 5);
    expect(value).not.toBe(5);
    expect(next.records).toEqual([{ id: 5, ts: 9, key: 0, value, count: 1, windowStart: 0 }]);
  });

  it("a filter keeps its share, the same records each time", () => {
    const passed = [0, 1].map(() => {
      const element = new Element();
      const next = new Collector(element);
      const filter = new FilterOperator({ name, element, next, functions, keepShare: 0.25 });
      for (let id = 0; id < 4000; id++) record(element, filter, id, 0);
      expect(filter.filtered + next.records.length).toBe(4000);
      return next.records.map((one) => one.id);
    });
    expect(Math.abs(passed[0]!.length - 1000)).toBeLessThan(150);
    expect(passed[0]).toEqual(passed[1]);
  });

  it("two flat-maps number the copies of a record first · secondFanOut + second", () => {
    const element = new Element();
    const next = new Collector(element);
    const second = new FlatMapOperator({ name: "two", element, next, functions, fanOut: 3 });
    const first = new FlatMapOperator({ name, element, next: second, functions, fanOut: 2 });
    record(element, first, 5, 9);
    record(element, first, 6, 9);
    expect(next.records.map((one) => one.windowStart)).toEqual([
      0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5,
    ]);
    expect(new Set(next.records.map((one) => one.value)).size).toBe(12);
  });
});

describe("the process function of a scenario", () => {
  it("gives one timer result a key and period; a record of a period that is over gives none", () => {
    const element = new Element();
    const next = new Collector(element);
    const keys = new KeyTable(["a"], 128);
    const options = { name, timerMillis: 10, functions, resultId: -2 };
    const fn = new PeriodFunction(options);
    const operator = new KeyedProcessOperator({ element, next, keys, function: fn });
    for (const ts of [1, 2, 12]) record(element, operator, ts, ts);
    operator.processWatermark(15);
    record(element, operator, 3, 3);
    operator.processWatermark(30);
    const results = next.records.filter((one) => one.id === -2);
    expect(results.map((one) => [one.windowStart, one.ts, one.value])).toEqual([
      [0, 9, functions.timerValue(name, 0, 0)],
      [10, 19, functions.timerValue(name, 0, 10)],
    ]);
    expect(next.records).toHaveLength(6);
  });
});
