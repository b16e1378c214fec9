import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FakeJob } from "./fake-job.ts";

const SECOND = 1_000_000;

describe("a checkpoint from trigger to notification", () => {
  it("completes when every subtask has acknowledged, not before (C5)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.acknowledge(1, 0);
    expect(job.taken()).toEqual(["trigger 1 checkpoint"]);
    job.acknowledge(1, 1);
    expect(job.taken()).toEqual(["finalize 1", "completed 1, stored", "notify complete 1"]);
  });

  it("ignores a second acknowledgement of the same subtask (C5)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 0);
    expect(job.taken()).toEqual(["trigger 1 checkpoint"]);
  });

  it("writes metadata, stores, aborts lower ones, then notifies (C5)", () => {
    const job = new FakeJob({ maxConcurrent: 2 });
    job.trigger("checkpoint");
    job.trigger("checkpoint");
    job.taken();
    job.acknowledge(2, 0, 1);
    expect(job.taken()).toEqual([
      "finalize 2",
      "completed 2, stored",
      "request 1 failed: CHECKPOINT_SUBSUMED 1",
      "notify aborted 1, latest 2",
      "discard 1",
      "notify complete 2",
    ]);
  });

  it("keeps one completed checkpoint and drops the one before it (C5)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 1);
    job.trigger("checkpoint");
    job.acknowledge(2, 0, 1);
    expect(job.taken().filter((line) => line.startsWith("discard"))).toEqual(["discard 1"]);
    expect(job.coordinator.latestCompletedId).toBe(2);
  });

  it("fails when its metadata cannot be written, and that counts against the job (C5, C8)", () => {
    const job = new FakeJob();
    job.canWriteMetadata = false;
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 1);
    expect(job.taken()).toContain("fail job: FINALIZE_CHECKPOINT_FAILURE 1");
    expect(job.coordinator.latestCompletedId).toBeUndefined();
  });

  it("expires after its timeout, counted from its trigger, without a notification (C4)", () => {
    const job = new FakeJob({ timeoutMicros: 10 * SECOND, tolerableFailures: 1 });
    job.trigger("checkpoint");
    job.acknowledge(1, 0);
    job.advanceTo(10 * SECOND - 1);
    expect(job.taken()).toEqual(["trigger 1 checkpoint"]);
    job.advanceTo(10 * SECOND);
    const expected = [
      "request 1 failed: CHECKPOINT_EXPIRED 1",
      "notify aborted 1, latest none",
      "discard 1",
    ];
    expect(job.taken()).toEqual(expected);
  });

  it("takes no late acknowledgement for an expired one (C4)", () => {
    const job = new FakeJob({ timeoutMicros: SECOND, tolerableFailures: 1 });
    job.trigger("checkpoint");
    job.advanceTo(SECOND);
    job.taken();
    expect(job.coordinator.acknowledge(1, 0, job.now)).toBe(false);
    expect(job.taken()).toEqual([]);
  });

  it("is aborted for all when one subtask declines (C7)", () => {
    const job = new FakeJob({ tolerableFailures: 1 });
    job.trigger("checkpoint");
    job.acknowledge(1, 0);
    job.decline(1, 1, "CHECKPOINT_DECLINED");
    expect(job.taken()).toContain("notify aborted 1, latest none");
    expect(job.coordinator.pendingCount).toBe(0);
  });

  it("is aborted when a subtask fails that has not acknowledged it (C7)", () => {
    const job = new FakeJob({ maxConcurrent: 2 });
    job.trigger("checkpoint");
    job.trigger("checkpoint");
    job.acknowledge(1, 1);
    job.coordinator.subtaskFailed(1, job.now);
    expect(job.taken()).toContain("request 2 failed: TASK_FAILURE 2");
    expect(job.coordinator.pendingCount).toBe(1);
  });

  it("tells the tasks with an abort which checkpoint is the latest completed (C6)", () => {
    const job = new FakeJob({ tolerableFailures: 1 });
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 1);
    job.trigger("checkpoint");
    job.decline(2, 0, "CHECKPOINT_DECLINED");
    expect(job.taken()).toContain("notify aborted 2, latest 1");
  });
});

describe("ids", () => {
  it("come from one counter for checkpoints and savepoints (C3)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 1);
    job.trigger("savepoint");
    job.acknowledge(2, 0, 1);
    job.trigger("checkpoint");
    expect(job.taken().filter((line) => line.startsWith("trigger"))).toEqual([
      "trigger 1 checkpoint",
      "trigger 2 savepoint",
      "trigger 3 checkpoint",
    ]);
  });

  it("are taken only when every task runs: a refused request leaves no hole (C24)", () => {
    const job = new FakeJob();
    job.subtasks = undefined;
    job.trigger("checkpoint");
    expect(job.taken()).toEqual(["request 1 failed: NOT_ALL_REQUIRED_TASKS_RUNNING"]);
    expect(job.coordinator.nextId).toBe(1);
  });

  it("only grow, and the completed ones too, whatever is acknowledged or declined (C24)", () => {
    const action = fc.record({
      kind: fc.constantFrom("checkpoint", "savepoint", "stop-with-savepoint", "periodic" as const),
      acknowledges: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const job = new FakeJob({ maxConcurrent: 3, tolerableFailures: 2 });
        for (const { kind, acknowledges } of actions) {
          const id = job.coordinator.nextId;
          job.trigger(kind);
          if (acknowledges) job.acknowledge(id - 1, 0, 1);
          else job.decline(id, 0, "CHECKPOINT_DECLINED");
        }
        for (const what of ["trigger", "completed"]) {
          const ids = job.log
            .filter((line) => line.startsWith(what))
            .map((line) => Number.parseInt(line.split(" ")[1] as string, 10));
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
        }
      }),
    );
  });

  it("continue after the id of the savepoint that the job started from (C18)", () => {
    const job = new FakeJob();
    job.coordinator.restoreFrom(41);
    expect(job.coordinator.latestCompletedId).toBe(41);
    job.trigger("checkpoint");
    expect(job.taken()).toEqual(["trigger 42 checkpoint"]);
  });

  it("put the restored savepoint into the store until the first own checkpoint (C18)", () => {
    const job = new FakeJob();
    job.coordinator.restoreFrom(41);
    job.trigger("checkpoint");
    job.acknowledge(42, 0, 1);
    expect(job.coordinator.latestCompletedId).toBe(42);
    expect(job.taken().at(-1)).toBe("discard 41");
  });
});

describe("savepoints", () => {
  it("without stop are not stored, subsume nothing and notify nobody (C25)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.trigger("savepoint");
    job.taken();
    job.acknowledge(2, 0, 1);
    expect(job.taken()).toEqual(["finalize 2", "completed 2"]);
    expect(job.coordinator.latestCompletedId).toBeUndefined();
    expect(job.coordinator.pendingCount).toBe(1);
  });

  it("are never subsumed by a later checkpoint (C5, C25)", () => {
    const job = new FakeJob({ maxConcurrent: 2 });
    job.trigger("savepoint");
    job.trigger("checkpoint");
    job.acknowledge(2, 0, 1);
    expect(job.coordinator.pendingCount).toBe(1);
    job.taken();
    job.acknowledge(1, 0, 1);
    expect(job.taken()).toEqual(["finalize 1", "completed 1"]);
  });

  it("run beside a pending checkpoint, whatever may run at a time (C2)", () => {
    const job = new FakeJob({ maxConcurrent: 1 });
    job.trigger("checkpoint");
    job.trigger("savepoint");
    expect(job.coordinator.pendingCount).toBe(2);
  });

  it("that expire do not count against the job; one that a task declines does (C8)", () => {
    const job = new FakeJob({ timeoutMicros: SECOND });
    job.trigger("savepoint");
    job.advanceTo(SECOND);
    expect(job.taken().some((line) => line.startsWith("fail job"))).toBe(false);
    job.trigger("savepoint");
    job.decline(2, 0, "CHECKPOINT_DECLINED");
    expect(job.taken()).toContain("fail job: CHECKPOINT_DECLINED 2");
  });
});

describe("stop-with-savepoint", () => {
  it("stops the scheduler and aborts what is pending before its own barrier (C26)", () => {
    const job = new FakeJob({ intervalMicros: 10 * SECOND });
    job.coordinator.start(0, 0);
    job.trigger("checkpoint");
    job.taken();
    job.trigger("stop-with-savepoint");
    expect(job.taken()).toEqual([
      "request 1 failed: CHECKPOINT_COORDINATOR_SUSPEND 1",
      "notify aborted 1, latest none",
      "discard 1",
      "trigger 2 stop-with-savepoint",
    ]);
    job.advanceTo(100 * SECOND);
    expect(job.taken()).toEqual([]);
  });

  it("is notified, so that the sinks commit, but not stored (C26)", () => {
    const job = new FakeJob();
    job.trigger("checkpoint");
    job.acknowledge(1, 0, 1);
    job.trigger("stop-with-savepoint");
    job.taken();
    job.acknowledge(2, 0, 1);
    expect(job.taken()).toEqual(["finalize 2", "completed 2", "notify complete 2"]);
    expect(job.coordinator.latestCompletedId).toBe(1);
  });

  it("fails the job when a task declines it, however many failures are tolerable (C8)", () => {
    const job = new FakeJob({ tolerableFailures: 100 });
    job.trigger("stop-with-savepoint");
    job.decline(1, 0, "CHECKPOINT_DECLINED_SUBSUMED");
    expect(job.taken()).toContain("fail job: CHECKPOINT_DECLINED_SUBSUMED 1");
  });
});

describe("the job around it", () => {
  it("that leaves RUNNING aborts everything pending and triggers no more (C22)", () => {
    const job = new FakeJob({ intervalMicros: 10 * SECOND });
    job.coordinator.start(0, 0);
    job.advanceTo(0);
    expect(job.taken()).toEqual(["trigger 1 periodic"]);
    job.coordinator.stop(0);
    job.advanceTo(100 * SECOND);
    expect(job.taken()[0]).toBe("request 1 failed: CHECKPOINT_COORDINATOR_SUSPEND 1");
    expect(job.coordinator.pendingCount).toBe(0);
  });

  it("is failed by one expired checkpoint, unless a failure is tolerable (C4, C8)", () => {
    const strict = new FakeJob({ timeoutMicros: SECOND });
    strict.trigger("checkpoint");
    strict.advanceTo(SECOND);
    expect(strict.taken()).toContain("fail job: CHECKPOINT_EXPIRED 1");
    const tolerant = new FakeJob({ timeoutMicros: SECOND, tolerableFailures: 1 });
    tolerant.trigger("checkpoint");
    tolerant.advanceTo(SECOND);
    expect(tolerant.taken().some((line) => line.startsWith("fail job"))).toBe(false);
  });

  it("gets its next periodic checkpoint when the pending one has ended (C2)", () => {
    const job = new FakeJob({ intervalMicros: 10 * SECOND });
    job.coordinator.start(0, 0);
    job.advanceTo(25 * SECOND);
    expect(job.taken()).toEqual(["trigger 1 periodic"]);
    job.acknowledge(1, 0, 1);
    expect(job.taken().at(-1)).toBe("trigger 2 periodic");
  });

  it("waits the minimal pause from the end of the last, then keeps that rate (C1, C2)", () => {
    const job = new FakeJob({ intervalMicros: 10 * SECOND, minPauseMicros: 8 * SECOND });
    job.coordinator.start(0, 0);
    job.advanceTo(8 * SECOND);
    job.advanceTo(15 * SECOND);
    job.acknowledge(1, 0, 1);
    job.taken();
    job.advanceTo(18 * SECOND);
    expect(job.taken()).toEqual(["request 2 failed: MINIMUM_TIME_BETWEEN_CHECKPOINTS"]);
    job.advanceTo(23 * SECOND - 1);
    expect(job.taken()).toEqual([]);
    job.advanceTo(23 * SECOND);
    expect(job.taken()).toEqual(["trigger 2 periodic"]);
    job.acknowledge(2, 0, 1);
    job.taken();
    job.advanceTo(33 * SECOND);
    expect(job.taken()).toEqual(["trigger 3 periodic"]);
  });
});
