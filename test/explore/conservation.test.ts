import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { simulate } from "../../src/explore/run-scenario.ts";
import { GateOperator } from "../../src/model/job/gate-operator.ts";
import { InputGate } from "../../src/model/network/input-gate.ts";
import { ResultPartition } from "../../src/model/network/result-partition.ts";
import type { JobFlow } from "../../src/oracle/evidence.ts";
import { anyRun } from "../support/any-run.ts";
import { effort } from "../support/effort.ts";

const STEPS = 1_000_000;
const seen: JobFlow[] = [];

const nothingVanishes = fc.property(anyRun, fc.nat(1_000), (run, seed) => {
  const { verdict, facts } = simulate(run, {}, seed, { stepBudget: STEPS, countsFlows: true });
  seen.push(...facts.flows);
  const { failures, witnesses } =
    verdict.properties.find(({ name }) => name === "conservation") ?? {};
  expect({ failures, witnesses }).toEqual({ failures: 0, witnesses: [] });
});

describe("in every attempt of every job", () => {
  it("what is read comes out, is let go where it should be, or is under way at the end", () => {
    fc.assert(nothingVanishes, effort(15));
    const countOf = (what: Exclude<keyof JobFlow, "role" | "attempt">): number =>
      seen.reduce((sum, flow) => sum + flow[what].count, 0);
    for (const what of ["forked", "filtered", "absorbed", "gateDropped", "emitted"] as const) {
      expect(countOf(what), what).toBeGreaterThan(50);
    }
    expect(countOf("late")).toBeGreaterThan(0);
    expect(countOf("inFlight")).toBeGreaterThan(50);
    expect(countOf("read")).toBeGreaterThan(3_000);
  });

  it("counting changes nothing", () => {
    fc.assert(
      fc.property(anyRun, fc.nat(1_000), (run, seed) => {
        const told = (countsFlows: boolean) => {
          const { fingerprint, facts } = simulate(run, {}, seed, {
            stepBudget: STEPS,
            countsFlows,
          });
          return { fingerprint, facts: { ...facts, flows: [] } };
        };
        expect(told(true)).toEqual(told(false));
      }),
      effort(3),
    );
  });
});

describe("a record that vanishes", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const isSeen = (): boolean =>
    fc.check(nothingVanishes, { numRuns: 30, seed: 1, endOnFailure: true }).failed;

  it("would be seen: in a buffer that does not arrive", () => {
    let arrived = 0;
    const receive = InputGate.prototype.receive;
    vi.spyOn(InputGate.prototype, "receive").mockImplementation(function (this: InputGate, buffer) {
      if (++arrived % 50 > 0 || buffer.controls.barriers > 0) receive.call(this, buffer);
    });
    expect(isSeen()).toBe(true);
  });

  it("would be seen: on its way into a buffer, or twice in it", () => {
    for (const times of [0, 2]) {
      let emitted = 0;
      const emit = ResultPartition.prototype.emit;
      vi.spyOn(ResultPartition.prototype, "emit").mockImplementation(function (
        this: ResultPartition,
        element,
        at,
      ) {
        const isChosen = ++emitted % 50 === 0;
        if (isChosen && times === 0) return 1;
        if (isChosen) emit.call(this, element, at);
        return emit.call(this, element, at);
      });
      expect(isSeen()).toBe(true);
      vi.restoreAllMocks();
    }
  });

  it("would be seen: in a gate that forgets what waits for the API", () => {
    vi.spyOn(GateOperator.prototype, "finish").mockImplementation(() => {});
    vi.spyOn(GateOperator.prototype, "heldIds").mockReturnValue([]);
    expect(isSeen()).toBe(true);
  });
});
