import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { DistinctOperator } from "../../src/model/operator/distinct-operator.ts";
import { propertyOf, shortRun } from "./short-run.ts";

const GRAPH = "[{ key-by: c }, { process: once, ttl: 12 s }, sink]";
const SOURCE = ", keys: 4000";
const STOP = ", protocol: stop-with-savepoint";
const CRASH = "faults: [{ at: 3 s, kill: outgoing/task/0/0 }]";

const run = (seed: number, rest = "", graph = GRAPH) =>
  shortRun({ graph, source: SOURCE, handover: STOP, rest }, seed);

describe("state that expires by the clock", () => {
  it("makes records depend on the job, and no other is lost, doubled or from nowhere", () => {
    let differing = 0;
    fc.assert(
      fc.property(fc.nat(1_000), fc.constantFrom("", CRASH), (seed, rest) => {
        const { verdict } = run(seed, rest);
        differing += verdict.headline.differing ?? 0;
        expect(verdict.findings.filter(({ kind }) => kind !== "differs")).toEqual([]);
      }),
      { numRuns: 15 },
    );
    expect(differing).toBeGreaterThan(0);
  });

  it("says so, and is fine where the scenario declares it", () => {
    const alike = propertyOf(run(1), "alike");
    expect(alike.counts["state TTL"]).toBe(alike.failures);
    expect(run(1, "compare: { ignoring: [presence] }").verdict.status).toBe("pass");
  });

  it("excuses no state that a restore lost", () => {
    vi.spyOn(DistinctOperator.prototype, "restore").mockImplementation(() => {});
    const kinds = run(1).verdict.findings.map(({ kind }) => kind);
    vi.restoreAllMocks();
    expect(kinds).toContain("phantom");
  });
});
