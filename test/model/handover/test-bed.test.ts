import { describe, expect, it } from "vitest";
import type { TraceEntry } from "../../../src/engine/trace.ts";
import type { RunOutcome } from "../../../src/explore/run-outcome.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import type { JobOptions, RunOptions } from "../../../src/model/options.ts";
import { baseRun, millis, seconds } from "../../support/base-run.ts";

interface Told {
  readonly outcome: RunOutcome;
  readonly entries: readonly TraceEntry[];
}

function run(change: Partial<RunOptions>, recordMode = false): Told {
  const entries: TraceEntry[] = [];
  const outcome = simulate({ ...baseRun, ...change }, {}, 1, {
    recordMode,
    stepBudget: 500_000,
    trace: { event: () => {}, emit: (entry) => entries.push(entry) },
  });
  return { outcome, entries };
}

function job(role: "outgoing" | "incoming", change: Partial<JobOptions>): Partial<RunOptions> {
  return { [role]: { ...baseRun[role], ...change } };
}

function statuses({ entries }: Told, where: string): readonly string[] {
  return entries
    .filter((entry) => entry.what === "job-status" && entry.where === where)
    .map(({ at, detail }) => `${Math.round(at / 1_000)} ${detail?.["status"]}`);
}

/** When the job came to its `index`th status (ms). */
function statusAt(told: Told, where: string, index: number): number {
  return Number.parseInt(statuses(told, where).at(index) ?? "", 10);
}

function crossedAt({ outcome }: Told, role: "outgoing" | "incoming"): number {
  const crossings = outcome.facts.gates
    .filter((gate) => gate.role === role)
    .map((gate) => gate.crossedAt ?? Number.NaN);
  return Math.min(...crossings) / 1_000;
}

describe("an operator behind the source that sleeps on each record", () => {
  const lagging = job("incoming", { lag: { micros: seconds(1), subtask: undefined } });

  it("holds its job's event time back by so much, watermarks too", () => {
    const [plain, late] = [run({}), run(lagging)];
    const lag = crossedAt(late, "incoming") - crossedAt(late, "outgoing");
    expect(crossedAt(plain, "incoming") - crossedAt(plain, "outgoing")).toBeLessThan(500);
    expect(lag).toBeGreaterThan(900);
  });

  it("is evaluated lazily as record by record, checkpoints and notifications included", () => {
    const one = job("outgoing", { lag: { micros: millis(700), subtask: 1 } });
    const [lazy, recordByRecord] = [run(one), run(one, true)];
    expect(lazy.outcome.verdict).toEqual(recordByRecord.outcome.verdict);
    expect(lazy.outcome.facts).toEqual(recordByRecord.outcome.facts);
    // A thread that nobody watches closely tells of its crossing late.
    const others = ({ entries }: Told): unknown => entries.filter(({ what }) => what !== "crossed");
    expect(others(lazy)).toEqual(others(recordByRecord));
  });

  it("delays a checkpoint that comes while it sleeps", () => {
    const { entries } = run(job("outgoing", { lag: { micros: seconds(1), subtask: 0 } }));
    const ended = entries.filter(({ what }) => what === "checkpoint-completed");
    const plain = run({}).entries.find(({ what }) => what === "checkpoint-completed");
    expect(plain?.at).toBeLessThan(seconds(1));
    expect(ended[0]?.at).toBeGreaterThan(seconds(1));
  });
});

describe("a fault on the next record", () => {
  const fault = { kind: "fail-record", job: "outgoing" } as const;
  const at = { anchor: "start", offsetMicros: seconds(1) } as const;

  it("fails the one subtask that takes it, and its region restarts (C22)", () => {
    const told = run({ faults: [{ ...fault, at }] });
    expect(statuses(told, "outgoing").filter((one) => one.endsWith("restarting"))).toHaveLength(1);
    expect(told.outcome.verdict.headline.lost).toBe(0);
  });

  it("restarts so much later as the tasks take to be deployed again", () => {
    const restart = (redeployment: number): number => {
      const told = run({
        faults: [{ ...fault, at }],
        ...job("outgoing", { redeployment: { kind: "constant", us: redeployment } }),
      });
      return statusAt(told, "outgoing", 3);
    };
    expect(restart(millis(400))).toBe(restart(0) + 400);
  });
});

describe("the end of a test", () => {
  it("stops what is left with a savepoint, so that all there was is committed (C26)", () => {
    const checkpointing = { ...baseRun.incoming.checkpointing, intervalMicros: seconds(60) };
    const told = run({ ...job("incoming", { checkpointing }), stopMicros: seconds(13) });
    expect(statuses(told, "incoming").at(-1)).toContain("finished");
    expect(told.outcome.verdict.headline).toMatchObject({ lost: 0, pending: 0 });
  });

  it("waits for a hand-over that is under way", () => {
    const told = run({ stopMicros: seconds(4), durationMicros: seconds(30) });
    expect(told.outcome.facts.handover.outcome).toBe("handed-over");
    expect(statuses(told, "incoming").at(-1)).toContain("finished");
  });
});

describe("somebody who hands over in another way than the operator", () => {
  const habits = {
    savepoint: "intermediate",
    afterSavepoint: { kind: "constant", us: millis(10) },
    afterReady: { kind: "constant", us: millis(30) },
    teardown: "published",
    givesUpSilently: false,
  } as const;
  const handover = baseRun.handover as NonNullable<RunOptions["handover"]>;
  const withHabits = (more: object, options: object = {}): Partial<RunOptions> => ({
    handover: { ...handover, habits: { ...habits, ...more }, ...options },
  });

  it("may see the savepoint and the readiness sooner than a poll would", () => {
    const { moments } = run(withHabits({}, { rescheduleMicros: seconds(2) })).outcome;
    const transitioning = moments["transitioning"] ?? Number.NaN;
    expect(transitioning - (moments["incoming-running"] ?? 0)).toBe(millis(30));
  });

  it("may stop the outgoing job first: then nothing overlaps (BASIC)", () => {
    const basic = { protocol: { name: "basic" } };
    const [overlapping, stopped] = [
      run(withHabits({}, basic)),
      run(withHabits({ savepoint: "stop" }, basic)),
    ];
    expect(overlapping.outcome.verdict.headline.duplicated).toBeGreaterThan(0);
    expect(stopped.outcome.verdict.headline).toMatchObject({ duplicated: 0, lost: 0 });
  });

  it("may cancel where V3 stops: what is not committed by then is lost (F6)", () => {
    const checkpointing = { ...baseRun.outgoing.checkpointing, intervalMicros: seconds(60) };
    const rare = job("outgoing", { checkpointing });
    const lost = (teardown: string): number =>
      run({ ...rare, ...withHabits({ teardown }) }).outcome.verdict.headline.lost;
    expect(lost("stop-with-savepoint")).toBe(0);
    expect(lost("cancel")).toBeGreaterThan(0);
  });

  it("may leave both jobs as they are past the gate's deadline", () => {
    const never = { gateTimeoutMicros: 1_000 };
    const { facts } = run(withHabits({ givesUpSilently: true }, never)).outcome;
    expect(facts.handover.outcome).toBe("unfinished");
    expect(facts.jobs.map(({ state }) => state)).toEqual(["running", "running"]);
  });
});

describe("a Kafka client's backoff", () => {
  const sink = { ...baseRun.sink, retryBackoffMicros: millis(100) };

  it("makes a job wait for the coordinator of its first producer", () => {
    expect(statusAt(run({ sink }), "outgoing", 1)).toBe(statusAt(run({}), "outgoing", 1) + 100);
  });

  it("makes one wait twice more that commits restored transactions and aborts open ones", () => {
    const restored = job("incoming", { restoresSinkState: true });
    const opening = (more: Partial<RunOptions>): number => {
      const told = run({ ...restored, ...more });
      return statusAt(told, "incoming", 1) - statusAt(told, "incoming", 0);
    };
    expect(Math.abs(opening({ sink }) - opening({}) - 300)).toBeLessThan(5);
  });
});
