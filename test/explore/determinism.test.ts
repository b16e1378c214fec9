import fc from "fast-check";
import { Piscina } from "piscina";
import { describe, expect, it } from "vitest";
import type { SeedResult } from "../../src/cli/seed-task.ts";
import { seedWorker } from "../../src/cli/simulator.ts";
import type { TiePolicy } from "../../src/engine/tie-policy.ts";
import type { Runnable } from "../../src/explore/run-many.ts";
import { type RunExtras, simulate } from "../../src/explore/run-scenario.ts";
import { digestOf } from "../../src/explore/seed-digest.ts";
import type { CapturedTraffic, RunOptions } from "../../src/model/options.ts";
import { anyRun } from "../support/any-run.ts";
import { baseHandover, baseRun, EPOCH_MILLIS, millis, seconds } from "../support/base-run.ts";
import { effort } from "../support/effort.ts";
import { anySafeHandover } from "../support/exact-runs.ts";

const anySeed = fc.nat(1_000);

/** The whole outcome as bytes. */
function bytesOf(run: RunOptions, seed: number, extras: RunExtras = {}): string {
  return JSON.stringify(simulate(run, {}, seed, { stepBudget: 1_000_000, ...extras }));
}

const TRACED: RunExtras = { trace: { event: () => {}, emit: () => {} } };

/** Whether a run comes out alike when it is made again, `otherwise`. */
function comesOutAlike(otherwise: (run: RunOptions, seed: number) => string, numRuns: number) {
  const property = fc.property(anyRun, anySeed, (run, seed) => {
    expect(otherwise(run, seed)).toBe(bytesOf(run, seed));
  });
  return fc.check(property, { ...effort(numRuns), verbose: false });
}

describe("a run of a scenario and a seed", () => {
  it("comes out in the same bytes the second time", () => {
    const again = comesOutAlike((run, seed) => bytesOf(run, seed), 8);
    expect(again.failed, fc.defaultReportMessage(again)).toBe(false);
  });

  it("comes out in the same bytes when it is traced", () => {
    const traced = comesOutAlike((run, seed) => bytesOf(run, seed, TRACED), 8);
    expect(traced.failed, fc.defaultReportMessage(traced)).toBe(false);
  });

  it("does not change its options", () => {
    fc.assert(
      fc.property(anyRun, anySeed, (run, seed) => {
        const before = JSON.stringify(run);
        bytesOf(run, seed);
        expect(JSON.stringify(run)).toBe(before);
      }),
      effort(5),
    );
  });

  it("would be seen to come out otherwise: with luck that remembers the run before", () => {
    let runs = 0;
    const lucky = comesOutAlike((run, seed) => bytesOf(run, seed + (runs++ % 2)), 15);
    expect(lucky.failed).toBe(true);
  });

  it("comes out alike in a worker", async () => {
    for (const options of fc.sample(anyRun, { numRuns: 2, seed: 7 })) {
      const scenario: Runnable = { options, properties: {} };
      const pool = new Piscina<readonly number[], readonly SeedResult[]>({
        filename: seedWorker.href,
        name: "runSeeds",
        maxThreads: 1,
        workerData: scenario,
      });
      const there = await pool.run([1, 2, 3]);
      await pool.destroy();
      const here = [1, 2, 3].map((seed) => digestOf(simulate(options, {}, seed)));
      expect(there).toEqual(here.map((digest) => ({ ok: true, digest })));
    }
  });
});

describe("what happens in the same instant", () => {
  const policies: readonly TiePolicy[] = ["fifo", "permuted", "adversarial"];
  const statusOf = (run: RunOptions, seed: number, tiePolicy: TiePolicy): string => {
    const { verdict, facts } = simulate(run, {}, seed, { tiePolicy });
    return `${facts.handover.outcome} ${verdict.status} ${verdict.headline.due}`;
  };

  it("changes no verdict of a safe hand-over, whatever comes first", () => {
    fc.assert(
      fc.property(anySafeHandover, anySeed, (run, seed) => {
        const [fifo, ...others] = policies.map((policy) => statusOf(run, seed, policy));
        for (const other of others) expect(other).toBe(fifo);
      }),
      effort(12),
    );
  });

  it("would be seen to: of two gates that propose at once, the first one decides (D = 0)", () => {
    const outcomes = policies.map((policy) => {
      const { verdict } = simulate(twins(), {}, 1, { tiePolicy: policy });
      return `${verdict.headline.lost} lost, ${verdict.headline.duplicated} duplicated`;
    });
    expect(new Set(outcomes).size).toBeGreaterThan(1);
  });
});

/** Records arrive in both partitions at once; those of the second are 300 ms older. */
function twins(): RunOptions {
  const count = 400;
  const rows = Array.from({ length: 2 * count }, (_, row) => row);
  const arrival = (row: number): number => millis(25 * Math.floor(row / 2));
  const traffic: CapturedTraffic = {
    kind: "captured",
    partitions: 2,
    keyNames: ["k"],
    partition: Uint16Array.from(rows, (row) => row % 2),
    key: new Int32Array(2 * count),
    eventTimeMillis: Float64Array.from(rows, (row) => {
      return EPOCH_MILLIS + arrival(row) / 1_000 - 300 * (row % 2);
    }),
    arrivalMicros: Float64Array.from(rows, arrival),
  };
  return {
    ...baseRun,
    source: { ...baseRun.source, traffic },
    incoming: { ...baseRun.incoming, lag: { micros: seconds(2), subtask: undefined } },
    handover: {
      ...baseHandover,
      deletionDelayMillis: 0,
      protocol: {
        name: "watermark-gate-v3",
        writeDelayMillis: 500,
        idleDoneMillis: 30_000,
        checksRole: true,
      },
    },
  };
}
