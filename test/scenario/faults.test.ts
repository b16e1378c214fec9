import { describe, expect, it } from "vitest";
import { load, problems } from "./fixture.ts";

/** The faults of a scenario with those lines, or its problems. */
function faultsOf(...lines: readonly string[]): readonly unknown[] {
  const loaded = load(`faults:\n${lines.map((line) => `  - ${line}\n`).join("")}`);
  if (!loaded.ok) return problems(loaded);
  return loaded.scenario.options.faults.map(({ at: _, ...fault }) => fault);
}

const start = { anchor: "start", offsetMicros: 0 };

describe("a fault", () => {
  it("strikes a moment after something that happens, or after the start", () => {
    const loaded = load(`
faults:
  - { at: toggle-written + 300 ms, kill: outgoing/job }
  - { at: 2 s, kill: outgoing/job }
`);
    expect(loaded.ok && loaded.scenario.options.faults.map(({ at }) => at)).toEqual([
      { anchor: "toggle-written", offsetMicros: 300_000 },
      { ...start, offsetMicros: 2_000_000 },
    ]);
  });

  it("is aimed at a subtask, a task, a process or a job", () => {
    expect(
      faultsOf(
        "{ at: 1 s, kill: outgoing/task/1/0 }",
        "{ at: 1 s, kill: incoming/job }",
        "{ at: 1 s, kill: outgoing/job-manager }",
        "{ at: 1 s, kill: outgoing/task-manager/1 }",
        "{ at: 1 s, kill: outgoing/task-manager/1, notice: heartbeat }",
        "{ at: 1 s, stall: outgoing/task/1, for: 1 s }",
        "{ at: 1 s, stall: outgoing/task-manager/0, for: 1 s }",
      ),
    ).toEqual([
      { kind: "kill-task", job: "outgoing", task: 1, subtask: 0 },
      { kind: "kill-job", job: "incoming" },
      { kind: "kill-job-manager", job: "outgoing" },
      { kind: "kill-task-manager", job: "outgoing", taskManager: 1, notice: "connection" },
      { kind: "kill-task-manager", job: "outgoing", taskManager: 1, notice: "heartbeat" },
      { kind: "stall", job: "outgoing", task: 1, subtask: undefined, forMicros: 1_000_000 },
      { kind: "pause", job: "outgoing", taskManager: 0, forMicros: 1_000_000 },
    ]);
  });

  it("befalls checkpoints, the operator, the API server and clocks", () => {
    expect(
      faultsOf(
        "{ at: 1 s, hang-savepoint: true }",
        "{ at: 1 s, fail-checkpoints: incoming, for: 2 s }",
        "{ at: 1 s, slow-checkpoints: outgoing, by: 3 s, for: 2 s }",
        "{ at: 1 s, slow-network: incoming, by: 3 s, for: 2 s }",
        "{ at: 1 s, api-outage: true, for: 2 s }",
        "{ at: 1 s, broker-outage: true, for: 2 s }",
        "{ at: 1 s, set-clock: controller, ahead: 2 s }",
        "{ at: 1 s, set-clock: outgoing/task-manager/1, behind: 2 s }",
        "{ at: 1 s, edit-spec: patch }",
        "{ at: 1 s, retry: true }",
        "{ at: 1 s, controller-restart: true, for: 2 s }",
        "{ at: 1 s, lose-labels: incoming }",
      ),
    ).toEqual([
      { kind: "hang-savepoint" },
      { kind: "fail-checkpoints", job: "incoming", forMicros: 2e6 },
      { kind: "slow-checkpoints", job: "outgoing", byMicros: 3e6, forMicros: 2e6 },
      { kind: "slow-network", job: "incoming", byMicros: 3e6, forMicros: 2e6 },
      { kind: "api-outage", forMicros: 2e6 },
      { kind: "broker-outage", forMicros: 2e6 },
      { kind: "set-clock", job: undefined, taskManager: undefined, aheadMillis: 2_000 },
      { kind: "set-clock", job: "outgoing", taskManager: 1, aheadMillis: -2_000 },
      { kind: "edit-spec", edit: "patch" },
      { kind: "retry" },
      { kind: "controller-restart", forMicros: 2e6 },
      { kind: "lose-labels", job: "incoming" },
    ]);
  });

  it.each([
    [
      "{ at: 1 s, kill: outgoing/machine/1 }",
      `s.yaml:2:22  "outgoing/machine/1" cannot be aimed at; write "outgoing/task/1/0", ` +
        `"outgoing/task-manager/0", "outgoing/job-manager" or "outgoing/job"`,
    ],
    [
      "{ at: 1 s, stall: outgoing/job-manager, for: 1 s }",
      `s.yaml:2:23  "outgoing/job-manager" cannot be aimed at; write "outgoing/task/1/0" or ` +
        `"outgoing/task-manager/0"`,
    ],
    [
      "{ at: 1 s, set-clock: controler, ahead: 1 s }",
      `s.yaml:2:27  "controler" names no job; did you mean "controller"?`,
    ],
    [
      "{ at: 1 s, set-clock: outgoing }",
      `s.yaml:2:27  "set-clock" needs "ahead" or "behind", by how much`,
    ],
    [
      "{ at: 1 s, slow-checkpoints: outgoing, for: 1 s }",
      `s.yaml:2:34  "slow-checkpoints" needs "by", how much longer it takes`,
    ],
    ["{ at: 1 s, api-outage: true }", `s.yaml:2:28  "api-outage" needs "for", how long it lasts`],
    ["{ at: 1 s, retry: true, by: 1 s }", `s.yaml:2:33  "retry" takes no "by"; leave it out`],
    [
      "{ at: 1 s, kill: outgoing/job, retry: true }",
      `s.yaml:2:5  a fault does exactly one of kill, stall, break-watch, lose-notifications, ` +
        "slow-network, fail-savepoint, hang-savepoint, fail-checkpoints, slow-checkpoints, edit-spec, retry, " +
        "controller-restart, api-outage, broker-outage, set-clock, lose-labels",
    ],
  ])("is refused at its place: %s", (line, problem) => {
    expect(faultsOf(line)).toEqual([problem]);
  });
});

describe("the processes of a job", () => {
  it("have settings, for both jobs or for one", () => {
    const loaded = load(`
pipeline:
  failover: full
  task-managers: { slots: 2, spare: 1, heartbeat-timeout: 5 s }
incoming: { job-manager: { high-availability: true, recovery: 3 s } }
`);
    if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
    const { outgoing, incoming } = loaded.scenario.options;
    expect(outgoing).toMatchObject({
      failover: "full",
      taskManagers: { slots: 2, spare: 1, heartbeatTimeoutMicros: 5e6, heartbeatFailures: 2 },
      jobManager: { isHighlyAvailable: false },
    });
    expect(incoming).toMatchObject({
      taskManagers: { slots: 2 },
      jobManager: { isHighlyAvailable: true, recovery: { kind: "constant", us: 3e6 } },
    });
  });
});
