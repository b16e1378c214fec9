import { describe, expect, it } from "vitest";
import type { PublishedControllerOptions } from "../../../src/model/controller/controller-options.ts";
import { StopController } from "../../../src/model/controller/stop-controller.ts";
import { FakeCluster } from "./fake-cluster.ts";

const CHECKPOINT = { offsets: [], gates: [] };

function cluster(
  hasShadow: boolean,
  options: Partial<PublishedControllerOptions> = {},
): FakeCluster {
  const at = new FakeCluster(
    options,
    (host, settings) => new StopController(host, settings, { hasShadow }),
  );
  at.controller.edit("transition");
  at.controller.reconcile(0);
  return at;
}

/** stop-with-savepoint with the outgoing job FINISHED and the incoming one created. */
function started(): FakeCluster {
  const at = cluster(false);
  at.stopped = "finished";
  at.controller.reconcile(15_000);
  return at;
}

describe("StopController without a shadow (stop-with-savepoint)", () => {
  it("creates the incoming job when the outgoing one is FINISHED, from its savepoint", () => {
    const at = cluster(false);
    at.controller.reconcile(15_000);
    expect(at.log).toEqual(["stop BLUE", "-> SAVEPOINTING_BLUE"]);
    at.stopped = "finished";
    at.controller.reconcile(30_000);
    expect(at.log).toContain("deploy GREEN from savepoint");
  });

  it("a stop that fails leaves the outgoing job as it is", () => {
    const at = cluster(false);
    at.stopped = "failed";
    at.controller.reconcile(15_000);
    expect(at.log.slice(2)).toEqual(["-> ACTIVE_BLUE"]);
    expect(at.controller.isFailing).toBe(true);
  });

  it("a job that has failed for good by then is redeployed: somebody has to write (F7)", () => {
    const at = cluster(false);
    at.stopped = "failed";
    at.jobs.set("BLUE", "failed");
    at.controller.reconcile(15_000);
    expect(at.log.slice(2)).toEqual(["resume BLUE", "-> ACTIVE_BLUE"]);
  });

  it("a stop that does not end brings the outgoing job back from where its output ends", () => {
    const at = cluster(false);
    at.controller.reconcile(600_001);
    expect(at.log.slice(2)).toEqual(["resume BLUE", "-> ACTIVE_BLUE"]);
  });

  it("is taken back while the incoming job has never run", () => {
    const at = started();
    at.controller.reconcile(615_001);
    expect(at.log.slice(-4)).toEqual([
      "suspend GREEN stateless",
      "replace FAILING BLUE",
      "resume BLUE",
      "-> ACTIVE_BLUE",
    ]);
  });

  it("once the incoming job has run it only goes forward: what it holds open hides the rest", () => {
    const at = started();
    at.jobs.set("GREEN", "restarting");
    at.controller.reconcile(615_001);
    expect(at.controller.state).toBe("TRANSITIONING_TO_GREEN");
    expect(at.log).toContain("! hand-over overdue: it can only go forward");
  });

  it("is over when the incoming job has completed a checkpoint", () => {
    const at = started();
    at.jobs.set("GREEN", "ready");
    at.controller.reconcile(30_000);
    expect(at.controller.state).toBe("TRANSITIONING_TO_GREEN");
    at.checkpoints.set("GREEN", CHECKPOINT);
    at.controller.reconcile(45_000);
    at.controller.reconcile(45_500);
    expect(at.log.slice(-3)).toEqual(["delete BLUE", "update RUNNING", "-> ACTIVE_GREEN"]);
  });

  it("without checkpoints it is over when the incoming job runs", () => {
    const at = cluster(false, { hasCheckpoints: false });
    at.stopped = "finished";
    at.controller.reconcile(15_000);
    at.jobs.set("GREEN", "ready");
    at.controller.reconcile(30_000);
    at.controller.reconcile(30_500);
    expect(at.controller.state).toBe("ACTIVE_GREEN");
  });
});

/** checkpoint-cut with the shadow proven and the outgoing job asked to stop. */
function stopping(): FakeCluster {
  const at = cluster(true);
  at.savepoint = "completed";
  at.controller.reconcile(15_000);
  at.jobs.set("GREEN", "ready");
  at.checkpoints.set("GREEN", CHECKPOINT);
  at.controller.reconcile(30_000);
  return at;
}

describe("StopController with a shadow (checkpoint-cut)", () => {
  it("stops the outgoing job only when the shadow has completed a checkpoint", () => {
    const at = cluster(true);
    at.savepoint = "completed";
    at.controller.reconcile(15_000);
    at.jobs.set("GREEN", "ready");
    at.controller.reconcile(30_000);
    expect(at.log).not.toContain("stop BLUE");
    expect(stopping().log.at(-1)).toBe("stop BLUE");
  });

  it("a shadow that does not get there costs nothing: the outgoing job never noticed", () => {
    const at = cluster(true);
    at.savepoint = "completed";
    at.controller.reconcile(15_000);
    at.controller.reconcile(615_001);
    expect(at.log.slice(-3)).toEqual([
      "suspend GREEN stateless",
      "replace FAILING BLUE",
      "-> ACTIVE_BLUE",
    ]);
  });

  it("cancels the shadow before its gate opens, and restores it at the cut", () => {
    const at = stopping();
    expect(at.map.read().data["cut-stage"]).toBeUndefined();
    at.stopped = "finished";
    at.controller.reconcile(45_000);
    expect(at.log.slice(-3)).toEqual([
      "suspend GREEN stateless",
      "update TRANSITIONING",
      "deploy GREEN from savepoint",
    ]);
    expect(at.map.read().data["cut-stage"]).toBe("COMMITTED");
  });

  it("a stop that fails is asked for again until the deadline", () => {
    const at = stopping();
    at.stopped = "failed";
    at.controller.reconcile(45_000);
    expect(at.log.filter((line) => line === "stop BLUE")).toHaveLength(2);
    at.controller.reconcile(90_001);
    expect(at.log.slice(-2)).toEqual(["resume BLUE", "-> ACTIVE_BLUE"]);
  });

  it("an outgoing job that fails for good in its stop is redeployed, and stopped again (F7)", () => {
    const at = stopping();
    at.stopped = "failed";
    at.jobs.set("BLUE", "failed");
    at.controller.reconcile(45_000);
    expect(at.log.at(-1)).toBe("resume BLUE");
    at.jobs.set("BLUE", "ready");
    at.controller.reconcile(60_000);
    expect(at.log.at(-1)).toBe("stop BLUE");
  });
});
