import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Settings, shortRun } from "./short-run.ts";

const GRAPHS = [
  "[{ map: m, nondeterministic: 3 % }, sink]",
  "[{ filter: f, nondeterministic: 3 % }, { map: m }, sink]",
  "[{ flat-map: f, nondeterministic: 3 % }, sink]",
  "[{ map: m, nondeterministic: 1 % }, { key-by: c }, { window: tumbling 2 s }, sink]",
  "[{ filter: f, nondeterministic: 1 % }, { key-by: c }, { window: sliding 2 s by 1 s }, sink]",
  "[{ key-by: c }, { window: session 300 ms }, { map: m, nondeterministic: 3 % }, sink]",
  "[{ key-by: c }, { window: tumbling 2 s }, { filter: f, nondeterministic: 3 % }, sink]",
];

const STOP = ", protocol: stop-with-savepoint";
const DECLARED = "compare: { ignoring: [value, presence] }";
const kindsOf = (settings: Settings, seed = 1): readonly string[] =>
  shortRun(settings, seed).verdict.findings.map(({ kind }) => kind);

describe("a nondeterministic function", () => {
  it.each(GRAPHS)("is said to differ, and nothing else, in %s", (graph) => {
    expect(kindsOf({ graph, handover: STOP })).toEqual(["differs"]);
  });

  it("is once by what is declared, also where a restart computes it again", () => {
    const crash = "faults: [{ at: 3 s, kill: outgoing/task/0/0 }]";
    const anyGraph = fc.constantFrom(...GRAPHS);
    const anyRest = fc.constantFrom(DECLARED, `${DECLARED}\n${crash}`);
    fc.assert(
      fc.property(anyGraph, anyRest, fc.nat(1_000), (graph, rest, seed) => {
        expect(kindsOf({ graph, rest, handover: `${STOP}` }, seed)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it("says by how much: as many as it has a hand in", () => {
    const { verdict } = shortRun({ graph: GRAPHS[0]!, handover: STOP });
    const share = (verdict.headline.differing ?? 0) / verdict.headline.due;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.04);
  });

  it("hides no loss: what both jobs would put out has to come", () => {
    const early = ", protocol: { name: configured-watermark, toggle: 6 s, by: crossing }";
    const graph = "[{ map: m, nondeterministic: 3 % }, gate, sink]";
    const source = ", late: { share: 20 %, by: 3 s }";
    expect(kindsOf({ graph, rest: DECLARED, source, handover: early })).toContain("gap");
  });
});
