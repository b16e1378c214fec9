import { describe, expect, it } from "vitest";
import { CheckpointFailureManager } from "../../../src/model/checkpoint/checkpoint-failure-manager.ts";
import type { CheckpointFailureReason } from "../../../src/model/checkpoint/failure-reason.ts";

describe("failures that a job tolerates (C8)", () => {
  it("are those of five reasons", () => {
    const counted: CheckpointFailureReason[] = [
      "CHECKPOINT_DECLINED",
      "CHECKPOINT_ASYNC_EXCEPTION",
      "IO_EXCEPTION",
      "CHECKPOINT_EXPIRED",
      "FINALIZE_CHECKPOINT_FAILURE",
    ];
    for (const reason of counted)
      expect(new CheckpointFailureManager(0).failed(1, reason)).toBe(true);
  });

  it("are not what a task gave up while it aligned, nor a failure of a task or the job", () => {
    const free: CheckpointFailureReason[] = [
      "CHECKPOINT_DECLINED_SUBSUMED",
      "CHECKPOINT_DECLINED_ON_CANCELLATION_BARRIER",
      "CHECKPOINT_DECLINED_INPUT_END_OF_STREAM",
      "CHECKPOINT_SUBSUMED",
      "CHECKPOINT_COORDINATOR_SUSPEND",
      "MINIMUM_TIME_BETWEEN_CHECKPOINTS",
      "NOT_ALL_REQUIRED_TASKS_RUNNING",
      "TASK_FAILURE",
    ];
    for (const reason of free)
      expect(new CheckpointFailureManager(0).failed(1, reason)).toBe(false);
  });

  it("count each checkpoint once", () => {
    const manager = new CheckpointFailureManager(1);
    manager.failed(1, "CHECKPOINT_DECLINED");
    expect(manager.failed(1, "CHECKPOINT_EXPIRED")).toBe(false);
    expect(manager.failed(2, "CHECKPOINT_EXPIRED")).toBe(true);
  });

  it("are forgotten with a success; those below it no longer matter", () => {
    const manager = new CheckpointFailureManager(1);
    manager.failed(1, "CHECKPOINT_DECLINED");
    manager.succeeded(3);
    expect(manager.count).toBe(0);
    manager.failed(2, "CHECKPOINT_DECLINED");
    expect(manager.count).toBe(0);
    expect(manager.failed(4, "CHECKPOINT_DECLINED")).toBe(false);
    expect(manager.failed(5, "CHECKPOINT_DECLINED")).toBe(true);
  });

  it("begin anew after the failover that they caused", () => {
    const manager = new CheckpointFailureManager(1);
    manager.failed(1, "CHECKPOINT_DECLINED");
    expect(manager.failed(2, "CHECKPOINT_DECLINED")).toBe(true);
    expect(manager.failed(3, "CHECKPOINT_DECLINED")).toBe(false);
  });
});
