import { describe, expect, it } from "vitest";
import { Element } from "../../../src/model/operator/element.ts";
import { ForkOperator } from "../../../src/model/operator/fork-operator.ts";
import { FlatMapOperator, MapOperator } from "../../../src/model/operator/record-operators.ts";
import { SinkTag } from "../../../src/model/operator/sink-tag.ts";
import { createStageFunctions } from "../../../src/model/operator/stage-functions.ts";
import { Collector } from "./collector.ts";

const functions = createStageFunctions();

describe("branches within one chain", () => {
  it("each get the record as it was, whatever the one before did to it", () => {
    const element = new Element();
    const [left, right] = [new Collector(element), new Collector(element)];
    const map = new MapOperator({ name: "map", element, next: left, functions });
    const fork = new ForkOperator(element, [map, right]);
    Object.assign(element, { id: 7, ts: 3, hasTimestamp: true, key: 1, value: 5, windowStart: 0 });
    fork.processElement();
    fork.processWatermark(9);
    expect(left.records).toMatchObject([{ id: 7, value: functions.mapValue("map", 5) }]);
    expect(right.records).toMatchObject([{ id: 7, value: 5 }]);
    expect(left.order).toEqual(["record", { wm: 9 }]);
    expect(right.order).toEqual(["record", { wm: 9 }]);
  });
});

describe("outputs of several sinks", () => {
  it("are told apart by their identity, record by record and result by result", () => {
    const element = new Element();
    const outputs = [0, 1].map((sink) => {
      const next = new Collector(element);
      const tag = new SinkTag({ element, next, sink, sinks: 2, stages: 3 });
      const twice = new FlatMapOperator({ name: "two", element, next: tag, functions, fanOut: 2 });
      Object.assign(element, {
        id: 7,
        ts: 3,
        hasTimestamp: true,
        key: 1,
        value: 5,
        windowStart: 0,
      });
      twice.processElement();
      Object.assign(element, { id: -1, windowStart: 10 });
      tag.processElement();
      return next.records.map(({ id, windowStart }) => `${id}/${windowStart}`);
    });
    expect(outputs).toEqual([
      ["7/0", "7/2", "-1/10"],
      ["7/1", "7/3", "-4/10"],
    ]);
  });

  it("leave the record as it came: a source does not write again what nothing changes", () => {
    const element = new Element();
    const tag = new SinkTag({
      element,
      next: new Collector(element),
      sink: 1,
      sinks: 2,
      stages: 0,
    });
    Object.assign(element, { id: 7, windowStart: 0 });
    tag.processElement();
    expect(element.windowStart).toBe(0);
  });
});
