import { describe, expect, it } from "vitest";
import type { TraceEntry } from "../../../src/engine/trace.ts";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../../src/model/fault-options.ts";
import type { HandoverOptions, RunOptions } from "../../../src/model/options.ts";
import { baseHandover, baseRun, millis, seconds } from "../../support/base-run.ts";

interface Told {
  readonly outcome: RunOutcome;
  readonly entries: readonly TraceEntry[];
}

type Change = Partial<Omit<RunOptions, "handover">> & {
  readonly handover?: Partial<HandoverOptions>;
};

function run(faults: readonly FaultOptions[], change: Change = {}): Told {
  const entries: TraceEntry[] = [];
  const handover = { ...baseHandover, ...change.handover };
  const outcome = simulate({ ...baseRun, ...change, handover, faults }, {}, 1, {
    stepBudget: 500_000,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  return { outcome, entries };
}

const at = (
  anchor: FaultOptions["at"]["anchor"],
  offset: number,
): { readonly at: FaultOptions["at"] } => ({ at: { anchor, offsetMicros: millis(offset) } });

/** When the controller came to that state (ms). */
function cameTo({ entries }: Told, state: string): number {
  const found = entries.find(
    ({ what, detail }) => what === "transition" && detail?.["to"] === state,
  );
  return Math.round((found?.at ?? Number.NaN) / 1_000);
}

/** When a gate had written the toggle (ms). */
function toggledAt({ entries }: Told): number {
  const found = entries.find(
    ({ what, detail }) =>
      what === "gate-write" &&
      detail?.["outcome"] === "ok" &&
      String(detail["set"]).includes("watermark-toggle-value"),
  );
  return Math.round((found?.at ?? Number.NaN) / 1_000);
}

const statuses = ({ entries }: Told, role: string): readonly unknown[] =>
  entries
    .filter(({ what, where }) => what === "job-status" && where === role)
    .map(({ detail }) => detail?.["status"]);

describe("an API server that is away", () => {
  const away = (from: number, micros: number): FaultOptions => ({
    ...at("start", from),
    kind: "api-outage",
    forMicros: micros,
  });

  it("keeps the operator from every pass, which is tried again after 5 s and 7.5 s", () => {
    const handedOver = run([away(1_900, seconds(6))]);
    // Asked for at 2 s, tried at 7 s in vain, at 14.5 s with success.
    expect(cameTo(handedOver, "SAVEPOINTING_GREEN")).toBe(14_500);
  });

  it("makes a gate wait that has to write, and fail once its client gives up", () => {
    const plain = toggledAt(run([]));
    const late = run([{ ...away(0, seconds(1)), ...at("incoming-running", 100) }]);
    expect(toggledAt(late) - plain).toBeGreaterThan(500);
    expect(statuses(late, "incoming")).not.toContain("restarting");
    const given = run([{ ...away(0, seconds(25)), ...at("incoming-running", 100) }], {
      durationMicros: seconds(60),
    });
    expect(statuses(given, "incoming")).toContain("restarting");
  });

  it("costs a leader its lease after 15 s, and the job a restart (K10)", () => {
    const longer = run([away(100, seconds(17))], { durationMicros: seconds(40) });
    const shorter = run([away(100, seconds(9))], { durationMicros: seconds(40) });
    expect(statuses(longer, "outgoing")).toContain("unmanaged");
    expect(statuses(shorter, "outgoing")).not.toContain("unmanaged");
  });
});

describe("a wall clock that is wrong", () => {
  const clock = (job: "incoming" | undefined, aheadMillis: number): FaultOptions => ({
    ...at("start", 100),
    kind: "set-clock",
    job,
    taskManager: undefined,
    aheadMillis,
  });
  const bothSet = (anchor: FaultOptions["at"]["anchor"], offset: number): number => {
    const set = { ...clock("incoming", -3_000), ...at(anchor, offset) };
    return toggledAt(run([set, { ...set, job: "outgoing" } as FaultOptions]));
  };

  it("of a task manager moves nothing but what a gate is waiting for: the write of the toggle", () => {
    const plain = toggledAt(run([]));
    expect(Math.abs(bothSet("start", 100) - plain)).toBeLessThan(50);
    expect(bothSet("transitioning", 200) - plain).toBeGreaterThan(2_500);
  });

  it("of the operator moves nothing by itself, but cuts a wait short when it is set ahead", () => {
    const aborts = { abortGraceMicros: seconds(5), gateTimeoutMicros: seconds(60) };
    const wrong = run([clock(undefined, 3_600_000)]);
    expect(cameTo(wrong, "ACTIVE_BLUE")).toBe(cameTo(run([]), "ACTIVE_BLUE"));
    const jump = { ...clock(undefined, 3_600_000), ...at("toggle-written", 0) };
    const jumped = run([jump], { handover: aborts });
    expect(jumped.outcome.facts.handover.outcome).toBe("rolled-back");
  });
});

describe("checkpoints that come to nothing", () => {
  const checkpointing = {
    ...baseRun.outgoing.checkpointing,
    timeoutMicros: seconds(1),
    tolerableFailures: 2,
  };
  const tolerant: Change = { outgoing: { ...baseRun.outgoing, checkpointing } };
  const failures = ({ entries }: Told): readonly unknown[] =>
    entries
      .filter(({ what, where }) => what === "checkpoint-failed" && where === "outgoing")
      .map(({ detail }) => detail?.["failure"]);

  it("restart the job when more fail in a row than are tolerated (C8)", () => {
    const fault = (micros: number): FaultOptions => ({
      ...at("start", 2_500),
      kind: "fail-checkpoints",
      job: "outgoing",
      forMicros: micros,
    });
    const few = run([fault(millis(1_200))], tolerant);
    expect(failures(few)).toHaveLength(2);
    expect(statuses(few, "outgoing")).not.toContain("restarting");
    expect(statuses(run([fault(seconds(2))], tolerant), "outgoing")).toContain("restarting");
  });

  it("expire when their upload takes longer than the timeout (C4)", () => {
    const slow: FaultOptions = {
      ...at("start", 2_500),
      kind: "slow-checkpoints",
      job: "outgoing",
      byMicros: seconds(2),
      forMicros: millis(900),
    };
    const told = run([slow], tolerant);
    expect(failures(told)).toContain("CHECKPOINT_EXPIRED");
    expect(told.outcome.verdict.headline).toMatchObject({ lost: 0, duplicated: 0 });
  });

  it("leave the hand-over waiting when it is the savepoint, until that expires", () => {
    const hangs: FaultOptions = { ...at("start", 1_000), kind: "hang-savepoint" };
    const { outcome } = run([hangs], { ...tolerant, durationMicros: seconds(20) });
    expect(outcome.facts.handover.outcome).not.toBe("handed-over");
    expect(outcome.verdict.headline).toMatchObject({ lost: 0, duplicated: 0 });
  });
});
