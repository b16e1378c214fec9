import { describe, expect, it } from "vitest";
import type { TraceEntry } from "../../../src/engine/trace.ts";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { RunOptions, SinkOptions } from "../../../src/model/options.ts";
import { baseRun, millis, seconds } from "../../support/base-run.ts";

interface Told {
  readonly outcome: RunOutcome;
  readonly entries: readonly TraceEntry[];
}

/** One pipeline alone, whose broker is away from 3 s on for so long. */
function away(micros: number, sink: Partial<SinkOptions> = {}, rpc = 1_000): Told {
  const entries: TraceEntry[] = [];
  const run: RunOptions = {
    ...baseRun,
    // So that a commit is on its way when it goes.
    outgoing: {
      ...baseRun.outgoing,
      checkpointing: { ...baseRun.outgoing.checkpointing, rpc: { kind: "constant", us: rpc } },
    },
    handover: undefined,
    durationMicros: seconds(40),
    sink: { ...baseRun.sink, ...sink },
    faults: [
      {
        at: { anchor: "start", offsetMicros: seconds(3) },
        kind: "broker-outage",
        forMicros: micros,
      },
    ],
  };
  const outcome = simulate(run, {}, 1, {
    stepBudget: 500_000,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  return { outcome, entries };
}

const times = ({ entries }: Told, what: string): readonly number[] =>
  entries.filter((entry) => entry.what === what).map(({ at }) => at / 1_000);
const reasons = ({ entries }: Told): readonly unknown[] =>
  entries
    .filter(({ what, detail }) => what === "job-status" && detail?.["status"] === "restarting")
    .map(({ detail }) => detail?.["reason"]);

describe("a broker that no producer reaches", () => {
  it("makes sinks wait: nothing is committed meanwhile, and nothing lost or doubled", () => {
    const told = away(seconds(5));
    expect(times(told, "transaction-committed").filter((at) => at > 3_000 && at < 8_000)).toEqual(
      [],
    );
    expect(reasons(told)).toEqual([]);
    expect(told.outcome.verdict.findings).toEqual([]);
    expect(told.outcome.verdict.headline.due).toBeGreaterThan(1_000);
  });

  it("fails the job after delivery.timeout.ms or max.block.ms, again and again until it is back", () => {
    const told = away(seconds(15), {
      deliveryTimeoutMicros: seconds(2),
      maxBlockMicros: seconds(1),
    });
    expect(reasons(told).length).toBeGreaterThan(2);
    expect(reasons(told)).toContain("TimeoutException: the broker was not reached");
    expect(told.outcome.verdict.findings).toEqual([]);
  });

  it("is asked again and again by a committer: eleven times max.block.ms (S4)", () => {
    const [rpc, maxBlockMicros] = [millis(400), seconds(1)];
    const patient = away(seconds(9), { maxBlockMicros, committerRetries: 10 }, rpc);
    const hasty = away(seconds(9), { maxBlockMicros, committerRetries: 0 }, rpc);
    expect(reasons(hasty).length).toBeGreaterThan(reasons(patient).length);
  });

  it("ends transactions that time out meanwhile, and a writer that comes back is fenced (S8)", () => {
    const told = away(seconds(8), {
      transactionTimeoutMicros: seconds(2),
      abortScanMicros: millis(100),
    });
    expect(times(told, "send-refused").length).toBeGreaterThan(0);
    expect(reasons(told).join()).toContain("Failed to send data to Kafka");
  });
});
