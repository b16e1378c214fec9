import { describe, expect, it } from "vitest";
import type { CheckpointView } from "../../../src/model/controller/controller-host.ts";
import type { PublishedControllerOptions } from "../../../src/model/controller/controller-options.ts";
import { CutController } from "../../../src/model/controller/cut-controller.ts";
import type { ConfigMapEntries } from "../../../src/model/kubernetes/config-map.ts";
import type { CutCoordinator } from "../../../src/model/protocol/cut-coordinator.ts";
import type { GateMemory } from "../../../src/model/protocol/gate-memory.ts";
import { FakeCluster } from "./fake-cluster.ts";

/** Commits when a test says so; the outgoing job is past the cut when its offset is 5. */
class Coordinator implements CutCoordinator {
  entries: ConfigMapEntries | undefined;
  readonly standing?: string;

  constructor(standing?: string) {
    if (standing !== undefined) this.standing = standing;
  }

  next(): ConfigMapEntries | undefined {
    return this.entries;
  }

  isPast(_cut: string, { offsets }: CheckpointView): boolean {
    return offsets[0] === 5;
  }
}

function memory(floor: string | undefined, floorTransition: string): GateMemory {
  return { colour: "GREEN", floor, floorTransition, seen: "", reached: 0 };
}

function cluster(
  coordinator: CutCoordinator = new Coordinator(),
  options: Partial<PublishedControllerOptions> = {},
): FakeCluster {
  return new FakeCluster(
    { deletionDelayMillis: 0, ...options },
    (host, settings) => new CutController(host, settings, coordinator),
  );
}

/** A hand-over from BLUE to GREEN with its cut committed. */
function atTheCut(): FakeCluster {
  const coordinator = new Coordinator();
  const at = cluster(coordinator).upgraded("ready");
  at.controller.reconcile(0);
  coordinator.entries = { "cut-stage": "COMMITTED", cut: "7" };
  at.controller.reconcile(100);
  return at;
}

/** … and with the outgoing job past it. */
function pastTheCut(): FakeCluster {
  const at = atTheCut();
  at.checkpoints.set("BLUE", {
    offsets: [5],
    gates: [memory(undefined, ""), memory(undefined, "")],
  });
  at.controller.reconcile(200);
  return at;
}

describe("CutController", () => {
  it("names each hand-over, and its map, by an id of its own", () => {
    const at = cluster().upgraded("starting");
    expect(at.map.read().data["transition-id"]).toBe("hand-over-1");
    at.controller.reconcile(600_001);
    at.controller.edit("transition");
    at.controller.reconcile(600_002);
    at.savepoint = "completed";
    at.controller.reconcile(600_003);
    expect(at.map.read().data["transition-id"]).toBe("hand-over-2");
  });

  it("a retry starts from a fresh savepoint, not from what the abort left (fault 16)", () => {
    const at = cluster().upgraded("starting");
    at.controller.reconcile(600_001);
    at.controller.edit("transition");
    at.controller.reconcile(600_002);
    at.savepoint = "completed";
    at.controller.reconcile(600_003);
    expect(at.log.filter((line) => line.startsWith("deploy"))).toEqual([
      "deploy GREEN from savepoint",
      "deploy GREEN from savepoint",
    ]);
  });

  it("asks the gates once the incoming job is ready", () => {
    const at = cluster(new Coordinator()).upgraded("starting");
    at.controller.reconcile(15_000);
    expect(at.map.read().data["stage"]).toBe("INITIALIZING");
    at.jobs.set("GREEN", "ready");
    at.controller.reconcile(30_000);
    expect(at.map.read().data["stage"]).toBe("TRANSITIONING");
  });

  it.each([
    ["never ready", "starting", 600_001],
    ["no agreement", "ready", 600_001],
    ["failed for good", "failed", 1],
  ] as const)("before the commit it is taken back: %s", (_, incoming, at) => {
    const before = cluster().upgraded("ready");
    before.jobs.set("GREEN", incoming);
    before.controller.reconcile(0);
    before.controller.reconcile(at);
    expect(before.controller.state).toBe("ACTIVE_BLUE");
    expect(before.controller.isFailing).toBe(true);
    expect(before.log).toContain("suspend GREEN stateless");
    expect(before.map.read().data).toMatchObject({
      stage: "FAILING",
      "active-deployment-type": "BLUE",
    });
  });

  it("after the commit it is never taken back: past the deadline it is told, once, and goes on", () => {
    const at = atTheCut();
    at.controller.reconcile(900_000);
    at.controller.reconcile(950_000);
    expect(at.controller.state).toBe("TRANSITIONING_TO_GREEN");
    expect(at.controller.isFailing).toBe(true);
    expect(at.log.filter((line) => line.startsWith("!"))).toEqual([
      "! hand-over overdue: it can only go forward",
    ]);
  });

  it("the outgoing job stays until a checkpoint of all its gates is past the cut (E3)", () => {
    const at = atTheCut();
    at.checkpoints.set("BLUE", {
      offsets: [4],
      gates: [memory(undefined, ""), memory(undefined, "")],
    });
    at.controller.reconcile(200);
    at.checkpoints.set("BLUE", { offsets: [5], gates: [memory(undefined, "")] });
    at.controller.reconcile(300);
    expect(at.map.read().data["stage"]).toBe("TRANSITIONING");
    expect(pastTheCut().map.read().data["stage"]).toBe("CLEAR_TO_TEARDOWN");
  });

  it("then it is stopped with a savepoint, which commits, and only then deleted", () => {
    const at = pastTheCut();
    at.controller.reconcile(300);
    expect(at.log.at(-1)).toBe("stop BLUE");
    at.controller.reconcile(400);
    expect(at.log).not.toContain("delete BLUE");
    at.stopped = "finished";
    at.controller.reconcile(500);
    expect(at.log.at(-1)).toBe("delete BLUE");
  });

  it("a stop that fails is asked for again, once the job runs", () => {
    const at = pastTheCut();
    at.controller.reconcile(300);
    at.stopped = "failed";
    at.jobs.set("BLUE", "restarting");
    at.controller.reconcile(400);
    at.jobs.set("BLUE", "ready");
    at.controller.reconcile(500);
    expect(at.log.filter((line) => line === "stop BLUE")).toHaveLength(2);
  });

  it("a stop that does not end is ended by a restore, which commits (S5)", () => {
    const at = pastTheCut();
    at.controller.reconcile(300);
    at.controller.reconcile(400);
    at.controller.reconcile(600_401);
    expect(at.log).toContain("resume BLUE");
  });

  it("a job that has failed for good is redeployed, since both are needed (F7)", () => {
    const at = atTheCut();
    at.jobs.set("BLUE", "failed");
    at.jobs.set("GREEN", "failed");
    at.controller.reconcile(200);
    expect(at.log.slice(-2)).toEqual(["resume GREEN", "resume BLUE"]);
  });

  it("is over when the incoming job has the cut in a checkpoint of its own", () => {
    const at = pastTheCut();
    at.stopped = "finished";
    at.controller.reconcile(300);
    for (const gate of [memory(undefined, ""), memory("7", "hand-over-0")]) {
      at.checkpoints.set("GREEN", { offsets: [], gates: [gate] });
      at.controller.reconcile(400);
      expect(at.controller.state).toBe("TRANSITIONING_TO_GREEN");
    }
    at.checkpoints.set("GREEN", { offsets: [], gates: [memory("7", "hand-over-1")] });
    at.controller.reconcile(500);
    expect(at.controller.state).toBe("ACTIVE_GREEN");
    expect(at.map.read().data["stage"]).toBe("RUNNING");
  });

  it("refuses an edit while a hand-over is under way (faults 15 and 28)", () => {
    const at = atTheCut();
    const { data } = at.map.read();
    at.controller.edit("transition");
    at.controller.reconcile(200);
    expect(at.log).toContain("! edit refused: a hand-over is under way");
    expect(at.map.read().data).toEqual(data);
  });

  it("goes on after a restart as if nothing had been", () => {
    const at = atTheCut();
    at.controller.restarted();
    at.checkpoints.set("BLUE", {
      offsets: [5],
      gates: [memory(undefined, ""), memory(undefined, "")],
    });
    at.controller.reconcile(200);
    expect(at.map.read().data["stage"]).toBe("CLEAR_TO_TEARDOWN");
  });

  it("waits for an active job that is restarting, but not for ever", () => {
    const at = cluster();
    at.jobs.set("BLUE", "restarting");
    at.controller.edit("transition");
    at.controller.reconcile(0);
    expect([at.controller.state, at.wakeAt]).toEqual(["ACTIVE_BLUE", 15_000]);
    at.controller.reconcile(600_001);
    expect(at.log).toEqual(["! hand-over refused: no job is ready"]);
    expect(at.controller.isFailing).toBe(true);
  });

  it.each([
    "failed",
    "pending",
  ] as const)("a savepoint that is %s ends it before it began", (status) => {
    const at = cluster();
    at.controller.edit("transition");
    at.controller.reconcile(0);
    at.savepoint = status;
    at.controller.reconcile(600_001);
    expect([at.controller.state, at.controller.isFailing]).toEqual(["ACTIVE_BLUE", true]);
  });

  it("a cut that stands from the beginning is never taken back, and made once", () => {
    const at = cluster(new Coordinator("7")).upgraded("starting");
    expect(at.map.read().data).toMatchObject({ "cut-stage": "COMMITTED", cut: "7" });
    at.controller.reconcile(600_001);
    expect(at.controller.state).toBe("TRANSITIONING_TO_GREEN");
    const again = cluster(new Coordinator("7"));
    again.map.patch({ cut: "7" });
    again.controller.edit("transition");
    again.controller.reconcile(0);
    expect(again.log).toEqual(["! hand-over refused: its cut has been made already"]);
  });
});
