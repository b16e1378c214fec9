import { describe, expect, it } from "vitest";
import type { StageOptions } from "../../src/model/options.ts";
import { load, problems } from "./fixture.ts";

/** The graph of a scenario with the source "source", and perhaps another one named "clicks". */
function scenario(graph: string, more = ""): string {
  return `pipeline: { graph: ${graph} }\n${more}`;
}

const CLICKS = "more-sources: [{ name: clicks }]\n";

function edges(text: string): readonly string[] {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario.options.outgoing.graph.map(described);
}

function described(stage: StageOptions): string {
  const name = stage.kind === "exchange" ? (stage.name ?? stage.partitioner) : stage.name;
  return stage.from === undefined ? name : `${stage.from.join(" + ")} > ${name}`;
}

describe("a graph with branches", () => {
  it("can be a union of two sources, whichever order the file has", () => {
    const graph = `[{ key-by: user, name: keyed, from: [a, b] }, { window: tumbling 1 s, name: w },
      { map: a, from: [source] }, { map: b, from: [clicks] }, { gate: g, from: [w] }, sink]`;
    expect(edges(scenario(graph, CLICKS))).toEqual([
      "source > a",
      "clicks > b",
      "a + b > keyed",
      "keyed > w",
      "w > g",
      "g > sink",
    ]);
  });

  it("can join two sources", () => {
    const graph = "[{ join: tumbling 1 s, name: j, from: [source, clicks] }, sink]";
    expect(edges(scenario(graph, CLICKS))).toEqual([
      "source + clicks > j",
      "j > gate",
      "gate > sink",
    ]);
  });

  it("can be a forest, each tree with a gate of its own", () => {
    const graph = `[{ gate: g1 }, { sink: s1 }, { gate: g2, from: [clicks] }, { sink: s2 }]`;
    expect(edges(scenario(graph, CLICKS))).toEqual([
      "source > g1",
      "g1 > s1",
      "clicks > g2",
      "g2 > s2",
    ]);
  });

  it("can lack a gate on one branch", () => {
    const graph = "[{ map: a }, { gate: g }, { sink: s1 }, { sink: s2, from: [a] }]";
    expect(edges(scenario(graph))).toEqual(["source > a", "a > g", "g > s1", "a > s2"]);
  });
});

describe("automatic injection of the gate", () => {
  const fanOut = "[{ map: a }, { sink: s1 }, { sink: s2, from: [a] }]";
  const after = "handover: { gate-injection: { position: AFTER_SOURCE } }\n";

  it("is before the one sink, on each of its edges", () => {
    expect(edges(scenario("[sink]"))).toEqual(["gate", "sink"]);
    const union = "[{ map: a }, { map: b, from: [clicks] }, { sink: s, from: [a, b] }]";
    expect(edges(scenario(union, CLICKS))).toEqual([
      "source > a",
      "clicks > b",
      "a > gate behind a",
      "b > gate behind b",
      "gate behind a + gate behind b > s",
    ]);
  });

  it("is behind the one source, on each of its edges, with the edge's partitioning", () => {
    expect(edges(scenario(fanOut, after))).toEqual([
      "source > gate",
      "gate > a",
      "a > s1",
      "a > s2",
    ]);
    const keyed = "[{ key-by: k }, { window: tumbling 1 s, name: w }, sink]";
    expect(edges(scenario(keyed, after))).toEqual(["HASH", "gate", "w", "sink"]);
  });

  it("stands before the operator with the uid that is set", () => {
    const text = scenario(
      "[{ map: a }, { map: b }, sink]",
      "handover: { gate-injection: { before-uid: b } }\n",
    );
    expect(edges(text)).toEqual(["a", "gate", "b", "sink"]);
  });

  it("refuses more than one sink, and behind the source more than one source (fault 6)", () => {
    expect(problems(load(scenario(fanOut)))).toEqual([
      "s.yaml:1:47  automatic injection of the gate needs exactly one sink, and there are s1, s2; put a gate stage where each gate belongs",
    ]);
    const union = "[{ map: a, from: [source, clicks] }, sink]";
    expect(problems(load(scenario(union, CLICKS + after)))).toEqual([
      "s.yaml:1:21  automatic injection of the gate needs exactly one source, and there are source, clicks; put a gate stage where each gate belongs",
    ]);
  });

  it("is asked for nothing by a protocol without gates", () => {
    expect(edges(scenario(fanOut, "handover: { protocol: basic }\n"))).toEqual([
      "source > a",
      "a > s1",
      "a > s2",
    ]);
  });
});

describe("a graph that makes no sense is refused at its place:", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "two ways from a source to a sink",
      "[{ map: a }, { map: b }, { map: c, from: [a] }, gate, { sink: s, from: [b, gate] }]",
      ['s.yaml:1:91  two ways lead from "source" to "s", which is not modelled'],
    ],
    [
      "a dead end",
      "[{ map: a }, { map: b }, { gate: g, from: [a] }, sink]",
      ['s.yaml:1:33  the graph must end in a sink; nothing reads "b"'],
    ],
    [
      "a sink with readers",
      "[gate, sink, { map: a }, { sink: s }]",
      ['s.yaml:1:33  "sink" is a sink; nothing comes out of it'],
    ],
    [
      "a join of one",
      "[{ join: tumbling 1 s, from: [source] }, gate, sink]",
      ["s.yaml:1:49  a join reads two streams: from: [left, right]"],
    ],
    [
      "a window without keys",
      "[{ window: tumbling 1 s }, gate, sink]",
      ["s.yaml:1:31  a window keeps state by key; put a key-by before it"],
    ],
  ];
  it.each(cases)("%s", (_, graph, expected) => {
    expect(problems(load(scenario(graph)))).toEqual(expected);
  });

  it("a source that nothing reads", () => {
    expect(problems(load(scenario("[gate, sink]", CLICKS)))).toEqual([
      's.yaml:1:21  nothing reads the source "clicks"',
    ]);
  });
});

describe("stages that do not go by event time", () => {
  const graph = (stage: string): string =>
    `pipeline: { graph: [{ key-by: c }, ${stage}, sink] }\nhandover: { protocol: basic }\n`;

  it("are read with their clock, their state's life and their chance", () => {
    const loaded = load(
      graph(
        "{ window: tumbling 1 s, time: processing }, { process: once, ttl: 5 s, ttl-update: OnReadAndWrite }, { map: m, nondeterministic: 2 % }",
      ),
    );
    if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
    expect(loaded.scenario.options.outgoing.graph).toMatchObject([
      {},
      { kind: "window", time: "processing" },
      { kind: "process", ttl: { millis: 5_000, update: "OnReadAndWrite" } },
      { kind: "map", unsteadyShare: 0.02 },
      {},
    ]);
  });

  it.each([
    [
      "{ process: p, ttl: 5 s, timer: 1 s }",
      "s.yaml:1:62  a process function with a ttl has no timers",
    ],
    [
      "{ process: p, ttl-update: OnReadAndWrite }",
      "s.yaml:1:50  says how state lives longer; without a ttl it lives for ever",
    ],
    [
      "{ map: p, time: processing }",
      's.yaml:1:46  "time" is a setting of process, window, not of map',
    ],
  ])("%s is refused at its place", (stage, problem) => {
    const [first = ""] = problems(load(graph(stage)));
    expect(first.replace(/:1:\d+/, "")).toBe(problem.replace(/:1:\d+/, ""));
  });
});
