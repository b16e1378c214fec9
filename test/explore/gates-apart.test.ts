import { describe, expect, it } from "vitest";
import { simulate } from "../../src/explore/run-scenario.ts";
import type { RunOptions, StageOptions } from "../../src/model/options.ts";
import type { Verdict } from "../../src/oracle/verdict.ts";
import { baseRun, seconds } from "../support/base-run.ts";

function verdictOf(change: Partial<RunOptions>, judgesGates = true): Verdict {
  return simulate({ ...baseRun, ...change }, {}, 1, { judgesGates }).verdict;
}

const handover = baseRun.handover as NonNullable<RunOptions["handover"]>;
const rare = {
  ...baseRun.outgoing,
  checkpointing: { ...baseRun.outgoing.checkpointing, intervalMicros: seconds(60) },
};

describe("gates that are judged apart from the sinks", () => {
  it("hold where a cancelled job loses what its gate had let through", () => {
    const { gates, headline } = verdictOf({
      outgoing: rare,
      handover: { ...handover, savepointsDir: false },
    });
    expect(headline.lost).toBeGreaterThan(0);
    expect(gates).toMatchObject({ status: "pass", lost: 0, duplicated: 0 });
  });

  it("fail where they let through what the sinks lose again", () => {
    const early = { ...handover, deletionDelayMillis: 0, savepointsDir: false };
    const { gates, headline } = verdictOf({ outgoing: rare, handover: early });
    expect(gates?.status).toBe("fail");
    const differences = (gates?.lost ?? 0) + (gates?.duplicated ?? 0);
    expect(differences).toBeGreaterThan(0);
    expect(headline.lost).toBeGreaterThan(gates?.lost ?? 0);
  });

  it("are judged by their records where windows come behind them", () => {
    const window: StageOptions = {
      kind: "window",
      name: "sum",
      costMicros: 1,
      assigner: { type: "tumbling", sizeMillis: 1_000, offsetMillis: 0 },
      allowedLatenessMillis: 0,
      lateSideOutput: false,
    };
    const [map, gate, sink] = baseRun.outgoing.graph as [StageOptions, StageOptions, StageOptions];
    const shuffle: StageOptions = { kind: "exchange", partitioner: "HASH", parallelism: undefined };
    const graph = [map, gate, shuffle, window, sink];
    const { gates } = verdictOf({
      outgoing: { ...baseRun.outgoing, graph },
      incoming: { ...baseRun.incoming, graph },
    });
    expect(gates).toMatchObject({ lost: 0, wrong: 0, phantom: 0 });
    expect(gates?.checked).toBeGreaterThan(500);
  });

  it("are not judged unless it is asked for", () => {
    expect(verdictOf({}, false).gates).toBeUndefined();
    expect(verdictOf({}).gates).toBeDefined();
  });
});
