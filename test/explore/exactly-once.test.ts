import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunOutcome } from "../../src/explore/run-outcome.ts";
import { simulate } from "../../src/explore/run-scenario.ts";
import type { RunOptions } from "../../src/model/options.ts";
import { baseJob } from "../support/base-run.ts";
import { effort } from "../support/effort.ts";
import { anyLonePipeline, anySafeHandover } from "../support/exact-runs.ts";

const STEPS = 3_000_000;

/** What the judge has against a run, by kind; that a fault met nothing is nothing against it. */
function findingsOf(run: RunOptions, seed: number, heard?: (outcome: RunOutcome) => void) {
  const outcome = simulate(run, {}, seed, { stepBudget: STEPS });
  heard?.(outcome);
  return outcome.verdict.findings.map(({ kind }) => kind).filter((kind) => kind !== "vacuous");
}

/** Whether the property fails for some of these runs. */
function isBroken(run: fc.Arbitrary<RunOptions>): boolean {
  const property = fc.property(run, fc.nat(1_000), (options, seed) => {
    return findingsOf(options, seed).length === 0;
  });
  return fc.check(property, { numRuns: 20, seed: 1, endOnFailure: true }).failed;
}

describe("one pipeline alone", () => {
  it("is exactly-once, whatever is killed, held up or not told", () => {
    let due = 0;
    fc.assert(
      fc.property(anyLonePipeline, fc.nat(1_000), (run, seed) => {
        expect(findingsOf(run, seed, (one) => (due += one.verdict.headline.due))).toEqual([]);
      }),
      effort(80),
    );
    expect(due).toBeGreaterThan(5_000);
  });

  it("would be seen to lose: with a broker that ends its transactions too early (S8)", () => {
    const hurried = anyLonePipeline.map((run): RunOptions => {
      const sink = { ...run.sink, transactionTimeoutMicros: 300_000, abortScanMicros: 100_000 };
      return { ...run, sink };
    });
    expect(isBroken(hurried)).toBe(true);
  });

  it("would be seen to repeat: when nothing keeps the checkpoints of a dead JobManager (K10)", () => {
    const forgetful = anyLonePipeline.map((run): RunOptions => {
      const jobManager = { ...baseJob("outgoing").jobManager!, isHighlyAvailable: false };
      const at = { anchor: "start", offsetMicros: 3_500_000 } as const;
      return {
        ...run,
        outgoing: { ...run.outgoing, jobManager },
        faults: [{ at, kind: "kill-job-manager", job: "outgoing" }],
      };
    });
    expect(isBroken(forgetful)).toBe(true);
  });
});

describe("a hand-over that meets E1, E2 and E3", () => {
  it("is exactly-once, whatever fails meanwhile", () => {
    let handedOver = 0;
    let runs = 0;
    fc.assert(
      fc.property(anySafeHandover, fc.nat(1_000), (run, seed) => {
        const heard = ({ facts }: RunOutcome): void => {
          runs++;
          if (facts.handover.outcome === "handed-over") handedOver++;
        };
        expect(findingsOf(run, seed, heard)).toEqual([]);
      }),
      effort(50),
    );
    expect(handedOver / runs).toBeGreaterThan(0.8);
  });

  it("would be seen to fail: without a deletion delay it does not meet E1", () => {
    const hasty = anySafeHandover.map((run): RunOptions => {
      const handover = run.handover && { ...run.handover, deletionDelayMillis: 0 };
      return { ...run, handover };
    });
    expect(isBroken(hasty)).toBe(true);
  });

  it("would be seen to fail: with late records it does not meet E2", () => {
    const late = anySafeHandover.map((run): RunOptions => {
      const { traffic } = run.source;
      if (traffic.kind !== "generated") throw new Error("not generated");
      const source = {
        ...run.source,
        traffic: { ...traffic, late: { share: 0.2, byMillis: 3_000 } },
      };
      return { ...run, source };
    });
    expect(isBroken(late)).toBe(true);
  });

  it("would be seen to fail: without a last savepoint it does not meet E3", () => {
    const cancelled = anySafeHandover.map((run): RunOptions => {
      const checkpointing = { ...run.outgoing.checkpointing, intervalMicros: 60_000_000 };
      const outgoing = { ...run.outgoing, checkpointing };
      return {
        ...run,
        outgoing,
        handover: run.handover && { ...run.handover, savepointsDir: false },
      };
    });
    expect(isBroken(cancelled)).toBe(true);
  });
});
