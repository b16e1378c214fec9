import { describe, expect, it } from "vitest";
import { Regions } from "../../../src/model/job/regions.ts";
import { planTopology, type Topology } from "../../../src/model/job/topology.ts";
import type { StageOptions } from "../../../src/model/options.ts";
import { JOB } from "./job-fixture.ts";

function topology(
  graph: readonly StageOptions[],
  sources: readonly string[] = ["source"],
  parallelism = 2,
): Topology {
  return planTopology({ ...JOB, graph, parallelism }, sources);
}

function map(name: string, ...from: readonly string[]): StageOptions {
  return { kind: "map", name, costMicros: 1, ...(from.length > 0 && { from }) };
}

function sink(name: string, ...from: readonly string[]): StageOptions {
  return { kind: "sink", name, costMicros: 1, ...(from.length > 0 && { from }) };
}

function exchange(
  name: string,
  partitioner: "HASH" | "REBALANCE",
  parallelism?: number,
): StageOptions {
  return { kind: "exchange", name, partitioner, parallelism };
}

/** `task: name of its operators x parallelism`, then `from > to by partitioner`. */
function drawn({ plans, edges }: Topology): readonly string[] {
  return [
    ...plans.map(({ name, parallelism }) => `${name} x${parallelism}`),
    ...edges.map(
      ({ from, to, exchange: by, input }) => `${from} > ${to}.${input} ${by.partitioner}`,
    ),
  ];
}

describe("the tasks of a job", () => {
  it("end where an exchange is, and are chained elsewhere", () => {
    const graph = [map("a"), exchange("k", "HASH", 3), map("b"), sink("s")];
    expect(drawn(topology(graph))).toEqual(["source -> a x2", "b -> s x3", "0 > 1.0 HASH"]);
  });

  it("are joined by the last of several exchanges in a row, as in Flink", () => {
    const graph = [exchange("r", "REBALANCE"), exchange("k", "HASH", 3), map("b"), sink("s")];
    expect(drawn(topology(graph))).toEqual(["source x2", "b -> s x3", "0 > 1.0 HASH"]);
  });

  it("hold all branches that nothing separates", () => {
    const graph = [map("a"), sink("s1"), map("b", "a"), sink("s2")];
    expect(drawn(topology(graph))).toEqual(["source -> a -> s1 -> b -> s2 x2"]);
  });

  it("begin anew where two streams come together, each subtask beside its own", () => {
    const graph = [map("a", "source"), map("b", "clicks"), sink("s", "a", "b")];
    expect(drawn(topology(graph, ["source", "clicks"]))).toEqual([
      "source -> a x2",
      "clicks -> b x2",
      "s x2",
      "0 > 2.0 FORWARD",
      "1 > 2.0 FORWARD",
    ]);
  });

  it("read both sides of a join by key, each as an input of its own (W15)", () => {
    const join: StageOptions = {
      kind: "join",
      name: "j",
      costMicros: 1,
      assigner: { type: "tumbling", sizeMillis: 1000, offsetMillis: 0 },
      allowedLatenessMillis: 0,
      lateSideOutput: false,
      parallelism: 3,
      from: ["source", "clicks"],
    };
    expect(drawn(topology([join, sink("s")], ["source", "clicks"]))).toEqual([
      "source x2",
      "clicks x2",
      "j -> s x3",
      "0 > 2.0 HASH",
      "1 > 2.1 HASH",
    ]);
  });
});

describe("regions (C22)", () => {
  function sizes(plan: Topology): readonly number[] {
    const regions = new Regions(plan);
    return plan.plans.map(({ index }) => regions.of({ task: index, subtask: 0 }).length);
  }

  it("are the whole job behind a shuffle", () => {
    const graph = [map("a"), exchange("k", "HASH"), sink("s")];
    expect(sizes(topology(graph))).toEqual([4, 4]);
  });

  it("are single pipelines where everything is chained", () => {
    expect(sizes(topology([map("a"), sink("s")]))).toEqual([1]);
  });

  it("are the trees of a forest", () => {
    const graph = [
      map("a", "source"),
      exchange("k", "REBALANCE"),
      sink("s1"),
      map("b", "clicks"),
      sink("s2"),
    ];
    expect(sizes(topology(graph, ["source", "clicks"]))).toEqual([4, 1, 4]);
  });
});
