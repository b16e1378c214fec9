import { describe, expect, it } from "vitest";
import { simulate } from "../../src/explore/run-scenario.ts";
import { shortScenario } from "./short-run.ts";

const CLICKS =
  "more-sources: [{ name: clicks, partitions: 3, rate: 100/s, disorder: 500 ms, end: 30 s }]";
const STOP = "stop-with-savepoint";
const GATE = "watermark-gate-v3, deletion-delay: 5 s";

interface Branching {
  readonly graph: string;
  readonly protocol: string;
  readonly more?: string;
}

function came({ graph, protocol, more = "" }: Branching, recordMode = false) {
  const { options } = shortScenario({ graph, handover: `, protocol: ${protocol}`, rest: more });
  return simulate(options, {}, 1, { recordMode });
}

const FORK =
  "[{ map: a }, { gate: g1 }, { sink: s1 }, { filter: f, from: [a] }, { gate: g2 }, { sink: s2 }]";
const UNION =
  "[{ key-by: k, from: [source, clicks] }, { window: tumbling 1 s }, { gate: g }, { sink: s }]";
const JOIN = "[{ join: tumbling 1 s, name: j, from: [source, clicks] }, { gate: g }, { sink: s }]";
const FOREST = "[{ gate: g1 }, { sink: s1 }, { gate: g2, from: [clicks] }, { sink: s2 }]";

describe("a job with branches", () => {
  const all: readonly (readonly [string, Branching])[] = [
    ["two sinks", { graph: FORK, protocol: STOP }],
    ["a union", { graph: UNION, protocol: STOP, more: CLICKS }],
    ["a join", { graph: JOIN, protocol: STOP, more: CLICKS }],
    ["a forest", { graph: FOREST, protocol: STOP, more: CLICKS }],
  ];
  it.each(all)("with %s is replaced without loss by stop-with-savepoint", (_, branching) => {
    const { verdict, facts } = came(branching);
    expect(facts.handover.outcome).toBe("handed-over");
    const { due, visible, lost, duplicated, phantom, wrong } = verdict.headline;
    expect({ lost, duplicated, phantom, wrong }).toEqual({
      lost: 0,
      duplicated: 0,
      phantom: 0,
      wrong: 0,
    });
    expect(visible).toBe(due);
    expect(verdict.headline.visibleOf.incoming).toBeGreaterThan(0);
  });

  it.each(all)("with %s does the same record by record", (_, branching) => {
    const gated = { ...branching, protocol: GATE };
    expect(came(gated, true).verdict).toEqual(came(gated).verdict);
  });

  it("doubles what leaves through a branch without a gate, and nothing else", () => {
    const graph = "[{ map: a }, { gate: g }, { sink: s1 }, { sink: s2, from: [a] }]";
    const gated = came({ graph: FORK, protocol: GATE }).verdict.headline;
    const half = came({ graph, protocol: GATE }).verdict.headline;
    expect(gated.duplicated).toBe(0);
    expect(half.duplicated).toBeGreaterThan(0);
    expect(half.lost).toBe(0);
  });
});
