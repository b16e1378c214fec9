import { describe, expect, it } from "vitest";
import { seededChance } from "../../../src/engine/choice.ts";
import { SlotSharing } from "../../../src/model/job/slot-sharing.ts";
import {
  DEFAULT_TASK_MANAGERS,
  type TaskManagerOptions,
} from "../../../src/model/job/task-manager-options.ts";
import { TaskManagers } from "../../../src/model/job/task-managers.ts";
import { planTopology } from "../../../src/model/job/topology.ts";
import type { JobOptions, StageOptions } from "../../../src/model/options.ts";
import { JOB } from "./job-fixture.ts";

const map = (name: string): StageOptions => ({ kind: "map", name, costMicros: 1 });
const exchange = (
  partitioner: "HASH" | "FORWARD" | "RESCALE",
  parallelism: number | undefined,
): StageOptions => ({ kind: "exchange", partitioner, parallelism });

const topologyOf = (parallelism: number, ...graph: StageOptions[]) =>
  planTopology({ ...JOB, parallelism, graph } satisfies JobOptions, ["source"]);

/** Slot of each subtask, task by task. */
function slotsOf(topology: ReturnType<typeof topologyOf>): readonly (readonly number[])[] {
  const slots = new SlotSharing(topology);
  let index = 0;
  return topology.plans.map(({ parallelism }) =>
    Array.from({ length: parallelism }, () => slots.of(index++)),
  );
}

describe("subtasks of one job", () => {
  it("share slots, one of each task in a slot: the widest task says how many", () => {
    const wide = topologyOf(2, map("a"), exchange("HASH", 4), map("b"));
    expect(slotsOf(wide)).toEqual([
      [0, 1],
      [0, 1, 2, 3],
    ]);
    expect(new SlotSharing(wide).count).toBe(4);
  });

  it("live with what they read from alone", () => {
    const narrowing = topologyOf(4, map("a"), exchange("RESCALE", 2), map("b"));
    expect(slotsOf(narrowing)[1]).toEqual([0, 2]);
  });
});

describe("task managers (C23)", () => {
  const managers = (change: Partial<TaskManagerOptions>) =>
    new TaskManagers(
      { ...DEFAULT_TASK_MANAGERS, startUp: { kind: "constant", us: 7 }, ...change },
      topologyOf(4, map("a")),
      seededChance(1),
      "outgoing",
    );

  it("hold so many slots each", () => {
    const two = managers({ slots: 3 });
    expect([two.count, two.of(0), two.of(2), two.of(3)]).toEqual([2, 0, 0, 1]);
  });

  it("are replaced after a start-up, unless a spare one waits", () => {
    const bare = managers({ slots: 2 });
    expect(bare.lose(1)).toBe(true);
    expect([bare.replace(), bare.replace()]).toEqual([7, 0]);
    const spare = managers({ slots: 2, spare: 1 });
    spare.lose(1);
    expect(spare.replace()).toBe(0);
    spare.lose(0);
    expect(spare.replace()).toBe(7);
  });

  it("die once, and there is none beyond the last", () => {
    const two = managers({ slots: 2 });
    expect([two.lose(2), two.lose(1), two.lose(1)]).toEqual([false, true, false]);
  });

  it("are missed at once, after two calls, or within a heartbeat's timeout", () => {
    const seconds = (notice: "connection" | "unreachable" | "heartbeat"): number =>
      managers({}).noticedAfter(notice) / 1_000_000;
    expect(seconds("connection")).toBe(0);
    expect(seconds("unreachable")).toBeGreaterThan(9.9);
    expect(seconds("unreachable")).toBeLessThanOrEqual(20);
    expect(seconds("heartbeat")).toBeGreaterThan(39.9);
    expect(seconds("heartbeat")).toBeLessThanOrEqual(50);
  });
});
