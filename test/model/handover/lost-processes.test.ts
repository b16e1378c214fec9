import { describe, expect, it } from "vitest";
import type { TraceEntry } from "../../../src/engine/trace.ts";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { FaultOptions } from "../../../src/model/fault-options.ts";
import { DEFAULT_JOB_MANAGER } from "../../../src/model/job/job-manager-options.ts";
import { DEFAULT_TASK_MANAGERS } from "../../../src/model/job/task-manager-options.ts";
import type { JobOptions, RunOptions } from "../../../src/model/options.ts";
import { baseRun, millis, seconds } from "../../support/base-run.ts";

interface Told {
  readonly outcome: RunOutcome;
  /** "3000 running: all tasks RUNNING", in ms. */
  readonly statuses: readonly string[];
}

/** One pipeline alone, which one thing befalls. */
function alone(fault: FaultOptions, change: Partial<JobOptions> = {}): Told {
  const entries: TraceEntry[] = [];
  const run: RunOptions = {
    ...baseRun,
    outgoing: { ...baseRun.outgoing, taskManagers: ownTaskManagers, ...change },
    handover: undefined,
    durationMicros: seconds(90),
    faults: [fault],
  };
  const outcome = simulate(run, {}, 1, {
    stepBudget: 500_000,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  return {
    outcome,
    statuses: entries
      .filter(({ what }) => what === "job-status")
      .map(({ at, detail }) => `${Math.round(at / 1_000)} ${detail?.["status"]}`),
  };
}

const ownTaskManagers = {
  ...DEFAULT_TASK_MANAGERS,
  startUp: { kind: "constant", us: millis(2_000) },
} as const;
const at = (offset: number): Pick<FaultOptions, "at"> => ({
  at: { anchor: "start", offsetMicros: millis(offset) },
});
describe("a task manager that dies (C23)", () => {
  const killed = (notice: "connection" | "heartbeat"): FaultOptions => ({
    ...at(3_010),
    kind: "kill-task-manager",
    job: "outgoing",
    taskManager: 1,
    notice,
  });

  it("is missed at once when its connections break; its region waits for a new one", () => {
    const { statuses, outcome } = alone(killed("connection"));
    expect(statuses.slice(-2)).toEqual(["3010 restarting", "5120 running"]);
    expect(outcome.verdict.findings).toEqual([]);
  });

  it("is missed by heartbeat 40 to 50 s later; until then no checkpoint completes", () => {
    const { statuses, outcome } = alone(killed("heartbeat"));
    const noticed = Number.parseInt(statuses.at(-2) ?? "", 10);
    expect(statuses.at(-2)).toContain("restarting");
    expect(noticed).toBeGreaterThan(43_000);
    expect(noticed).toBeLessThanOrEqual(53_010);
    expect(outcome.verdict.headline).toMatchObject({ lost: 0, duplicated: 0 });
  });

  it("takes its own subtasks only, or the whole job under the strategy full (C22)", () => {
    const inPart = alone(killed("connection"));
    const inFull = alone(killed("connection"), { failover: "full" });
    expect(inFull.outcome.verdict.findings).toEqual([]);
    expect(inPart.outcome.events).not.toBe(inFull.outcome.events);
  });
});

describe("a JobManager that dies (K10)", () => {
  const killed: FaultOptions = { ...at(3_010), kind: "kill-job-manager", job: "outgoing" };

  it("is followed 15 to 20 s later, from the last checkpoint, with high availability", () => {
    const { statuses, outcome } = alone(killed, {
      jobManager: { ...DEFAULT_JOB_MANAGER, isHighlyAvailable: true },
    });
    expect(statuses.map((status) => status.replace(/^\d+ /, ""))).toEqual([
      "deploying",
      "running",
      "unmanaged",
      "restarting",
      "running",
    ]);
    const back = Number.parseInt(statuses.at(-1) ?? "", 10);
    expect(back).toBeGreaterThan(18_000);
    expect(back).toBeLessThan(23_100);
    expect(outcome.verdict.findings).toEqual([]);
  });

  it("begins again where the deployment began without: what was committed comes out twice", () => {
    const { outcome } = alone(killed, { jobManager: DEFAULT_JOB_MANAGER });
    expect(outcome.verdict.headline.duplicated).toBeGreaterThan(100);
    expect(outcome.verdict.headline.lost).toBe(0);
  });
});

describe("a task manager that stands still", () => {
  const paused = (forMicros: number): FaultOptions => ({
    ...at(3_010),
    kind: "pause",
    job: "outgoing",
    taskManager: 0,
    forMicros,
  });

  it("goes on as if nothing had been, within the heartbeat's timeout", () => {
    const { statuses, outcome } = alone(paused(seconds(5)));
    expect(statuses.at(-1)).toContain("running");
    expect(statuses).toHaveLength(2);
    expect(outcome.verdict.findings).toEqual([]);
  });

  it("counts as lost past it (C23)", () => {
    const { statuses, outcome } = alone(paused(seconds(60)));
    expect(statuses.map((status) => status.replace(/^\d+ /, ""))).toContain("restarting");
    expect(outcome.verdict.headline).toMatchObject({ lost: 0, duplicated: 0 });
  });
});

describe("a fault that meets nothing", () => {
  it("makes a pass mean nothing: there is no such task manager", () => {
    const fault: FaultOptions = {
      ...at(3_010),
      kind: "kill-task-manager",
      job: "outgoing",
      taskManager: 7,
      notice: "connection",
    };
    const { verdict } = simulate({ ...baseRun, faults: [fault] }, {}, 1);
    expect(verdict.findings.map(({ kind }) => kind)).toEqual(["vacuous"]);
  });
});
