import { describe, expect, it } from "vitest";
import {
  PUBLISHED_CONTROLLER_BASIC,
  PUBLISHED_CONTROLLER_V1_V2,
} from "../../../src/model/protocol/controller-rules.ts";
import { FakeCluster } from "./fake-cluster.ts";

const T = { "watermark-toggle-value": "1000" };

describe("BlueGreenController", () => {
  it("INITIALIZING_BLUE: deploys blue from nothing, ACTIVE_BLUE once it is ready", () => {
    const cluster = new FakeCluster({ deployed: undefined });
    cluster.controller.reconcile(0);
    expect(cluster.controller.state).toBe("TRANSITIONING_TO_BLUE");
    cluster.jobs.set("BLUE", "ready");
    cluster.controller.reconcile(15_000);
    expect(cluster.controller.state).toBe("ACTIVE_BLUE");
    expect(cluster.log).toContain("deploy BLUE from nothing");
  });

  it("INITIALIZING_BLUE: a first deployment past its grace fails and waits for another spec", () => {
    const cluster = new FakeCluster({ deployed: undefined });
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(600_001);
    cluster.controller.reconcile(700_000);
    expect(cluster.controller.state).toBe("INITIALIZING_BLUE");
    cluster.controller.edit("transition");
    cluster.controller.reconcile(700_000);
    expect(cluster.controller.state).toBe("TRANSITIONING_TO_BLUE");
  });

  it("ACTIVE: a child that is not ready makes the edit FAILING, and reconciled", () => {
    const cluster = new FakeCluster();
    cluster.jobs.set("BLUE", "starting");
    cluster.controller.edit("transition");
    cluster.controller.reconcile(0);
    cluster.jobs.set("BLUE", "ready");
    cluster.controller.reconcile(15_000);
    expect(cluster.controller.isFailing).toBe(true);
    expect(cluster.log).toEqual([]);
  });

  it("SAVEPOINTING polls every 15 s without a timeout (M3)", () => {
    const cluster = new FakeCluster();
    cluster.controller.edit("transition");
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(10_000_000);
    expect(cluster.controller.state).toBe("SAVEPOINTING_BLUE");
    expect(cluster.wakeAt).toBe(10_015_000);
  });

  it("a failed savepoint is silently not tried again (fault 31)", () => {
    const cluster = new FakeCluster();
    cluster.controller.edit("transition");
    cluster.controller.reconcile(0);
    cluster.savepoint = "failed";
    cluster.controller.reconcile(15_000);
    cluster.controller.reconcile(30_000);
    expect(cluster.log).toEqual(["savepoint BLUE", "-> SAVEPOINTING_BLUE", "-> ACTIVE_BLUE"]);
  });

  it("the map is replaced before the incoming deployment is created (M1)", () => {
    const cluster = new FakeCluster().upgraded("starting");
    expect(cluster.log.slice(-3)).toEqual([
      "replace INITIALIZING GREEN",
      "deploy GREEN from savepoint",
      "-> TRANSITIONING_TO_GREEN",
    ]);
  });

  it("takes a savepoint without a stop, and RUNNING + STABLE for ready (K12)", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_BASIC }).upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(1_001);
    expect(cluster.log).toEqual([
      ...["savepoint BLUE", "-> SAVEPOINTING_BLUE", "-> ACTIVE_BLUE"],
      ...["replace INITIALIZING GREEN", "deploy GREEN from savepoint", "-> TRANSITIONING_TO_GREEN"],
      ...["delete BLUE", "update RUNNING", "-> ACTIVE_GREEN"],
    ]);
  });

  it("its writes carry no version: they always win, and fail a gate's (M2)", () => {
    const cluster = new FakeCluster().upgraded("ready");
    const { version, data } = cluster.map.read();
    cluster.controller.reconcile(0);
    expect(cluster.map.read().data).toEqual({ ...data, stage: "TRANSITIONING" });
    expect(cluster.map.update(version, data).outcome).toBe("conflict");
  });

  it("the outgoing job is gone, the incoming one flaps: aborted onto nothing (fault 14)", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_BASIC }).upgraded("ready");
    cluster.deletesAtOnce = false;
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(1_001);
    cluster.jobs.delete("BLUE");
    cluster.jobs.set("GREEN", "starting");
    cluster.controller.reconcile(600_001);
    expect(cluster.controller.state).toBe("ACTIVE_BLUE");
    expect(cluster.jobs.has("BLUE")).toBe(false);
    expect(cluster.suspended).toContain("GREEN");
  });

  it("not ready: aborted once the grace is over, not at it", () => {
    const cluster = new FakeCluster().upgraded("starting");
    cluster.controller.reconcile(600_000);
    expect(cluster.controller.state).toBe("TRANSITIONING_TO_GREEN");
    cluster.controller.reconcile(600_001);
    expect(cluster.controller.state).toBe("ACTIVE_BLUE");
    expect(cluster.map.read().data).toMatchObject({
      stage: "FAILING",
      "is-first-deployment": "true",
    });
    expect(cluster.log).not.toContain("redeploy BLUE");
  });

  it("transitionMode BASIC: deletes when ready + D < now and finalises in the same pass", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_BASIC }).upgraded("ready");
    cluster.controller.reconcile(0);
    expect(cluster.wakeAt).toBe(1_001);
    cluster.controller.reconcile(1_000);
    expect(cluster.log).not.toContain("delete BLUE");
    cluster.controller.reconcile(1_001);
    expect(cluster.log.slice(-3)).toEqual(["delete BLUE", "update RUNNING", "-> ACTIVE_GREEN"]);
  });

  it("a deployment that is still there is looked at again after 500 ms", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_BASIC }).upgraded("ready");
    cluster.deletesAtOnce = false;
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(1_001);
    expect(cluster.wakeAt).toBe(1_501);
  });

  it("gate phase: V2 waits for CLEAR for ever, then D, and cancels", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_V1_V2 }).upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.controller.reconcile(9_000_000);
    expect(cluster.controller.state).toBe("TRANSITIONING_TO_GREEN");
    cluster.map.patch({ stage: "CLEAR_TO_TEARDOWN" });
    cluster.controller.reconcile(9_015_000);
    cluster.controller.reconcile(9_016_001);
    expect(cluster.log.slice(-3)).toEqual(["delete BLUE", "update RUNNING", "-> ACTIVE_GREEN"]);
    expect(cluster.log).not.toContain("suspend BLUE savepoint");
  });

  it("gate phase: V3 waits for CLEAR and for the gauge, suspends with a savepoint, then deletes", () => {
    const cluster = new FakeCluster().upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch({ stage: "CLEAR_TO_TEARDOWN" });
    cluster.controller.reconcile(15_000);
    expect(cluster.wakeAt).toBe(30_000);
    cluster.gauge = 1;
    cluster.controller.reconcile(30_000);
    cluster.controller.reconcile(31_001);
    expect(cluster.log.slice(-4)).toEqual([
      "suspend BLUE savepoint",
      "delete BLUE",
      "update RUNNING",
      "-> ACTIVE_GREEN",
    ]);
  });

  it("V3 without a savepoint directory deletes at once (F6)", () => {
    const cluster = new FakeCluster({ savepointsDir: false }).upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch({ stage: "CLEAR_TO_TEARDOWN" });
    cluster.gauge = 1;
    cluster.controller.reconcile(15_000);
    cluster.controller.reconcile(16_001);
    expect(cluster.log).not.toContain("suspend BLUE savepoint");
    expect(cluster.log).toContain("delete BLUE");
  });

  it("V3 past the gate timeout with T in the map: the outgoing job is redeployed (fault 5)", () => {
    const cluster = new FakeCluster().upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch(T);
    cluster.controller.reconcile(60_000);
    expect(cluster.controller.state).toBe("TRANSITIONING_TO_GREEN");
    cluster.controller.reconcile(60_001);
    expect(cluster.log.slice(-4)).toEqual([
      "suspend GREEN stateless",
      "replace FAILING BLUE",
      "redeploy BLUE",
      "-> ACTIVE_BLUE",
    ]);
  });

  it("V2's abort keeps T in the map (fault 23)", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_V1_V2 }).upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch(T);
    cluster.jobs.set("GREEN", "starting");
    cluster.controller.reconcile(600_001);
    expect(cluster.map.read().data).toMatchObject({
      ...T,
      stage: "FAILING",
      "active-deployment-type": "BLUE",
    });
  });

  it("the incoming job flaps as the outgoing one is suspended: nothing is left running (fault 27)", () => {
    const cluster = new FakeCluster().upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch({ ...T, stage: "CLEAR_TO_TEARDOWN" });
    cluster.gauge = 1;
    cluster.suspendsAtOnce = false;
    cluster.controller.reconcile(15_000);
    cluster.controller.reconcile(16_001);
    cluster.suspended.add("BLUE");
    cluster.jobs.set("GREEN", "starting");
    cluster.controller.reconcile(60_001);
    expect(cluster.controller.state).toBe("ACTIVE_BLUE");
    expect(cluster.suspended).toContain("BLUE");
  });

  it("a stale ready stamp deletes without the delay (fault 13); reset, it does not", () => {
    for (const keepsStaleReadyStamp of [true, false]) {
      const options = {
        rules: PUBLISHED_CONTROLLER_BASIC,
        keepsStaleReadyStamp,
        deletionDelayMillis: 700_000,
      };
      const cluster = new FakeCluster(options).upgraded("ready");
      cluster.controller.reconcile(0);
      cluster.jobs.set("GREEN", "starting");
      cluster.controller.reconcile(600_001);
      cluster.controller.edit("transition");
      cluster.controller.reconcile(700_000);
      cluster.savepoint = "completed";
      cluster.controller.reconcile(700_000);
      cluster.jobs.set("GREEN", "ready");
      cluster.controller.reconcile(700_001);
      expect(cluster.log.includes("delete BLUE")).toBe(keepsStaleReadyStamp);
    }
  });

  it("an edit within the delay: the older revision's readiness counts (fault 15)", () => {
    const cluster = new FakeCluster({ rules: PUBLISHED_CONTROLLER_BASIC }).upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.controller.edit("patch");
    cluster.controller.reconcile(900);
    expect(cluster.log.at(-1)).toBe("deploy GREEN from own-checkpoint");
    cluster.jobs.set("GREEN", "ready");
    cluster.controller.reconcile(1_001);
    expect(cluster.log).toContain("delete BLUE");
  });

  it("a retry resumes what the abort left, not the fresh savepoint (fault 16)", () => {
    const cluster = new FakeCluster().upgraded("starting");
    cluster.controller.reconcile(600_001);
    cluster.controller.edit("transition");
    cluster.controller.reconcile(600_002);
    cluster.savepoint = "completed";
    cluster.controller.reconcile(615_002);
    expect(cluster.log.filter((line) => line.startsWith("deploy"))).toEqual([
      "deploy GREEN from savepoint",
      "deploy GREEN from own-checkpoint",
    ]);
  });

  it("a patch after an abort counts two children: its gates drop for ever (fault 26)", () => {
    const cluster = new FakeCluster().upgraded("starting");
    cluster.controller.reconcile(600_001);
    expect(cluster.map.read().data["is-first-deployment"]).toBe("true");
    cluster.controller.edit("patch");
    cluster.controller.reconcile(600_002);
    cluster.jobs.set("BLUE", "ready");
    cluster.controller.reconcile(615_002);
    expect(cluster.controller.state).toBe("ACTIVE_BLUE");
    const { data } = cluster.map.read();
    expect(data).toMatchObject({ "is-first-deployment": "false", stage: "RUNNING" });
    expect(data["watermark-toggle-value"]).toBeUndefined();
  });

  it("an edit in the gate phase wipes T (fault 28)", () => {
    const cluster = new FakeCluster().upgraded("ready");
    cluster.controller.reconcile(0);
    cluster.map.patch(T);
    cluster.controller.edit("patch");
    cluster.controller.reconcile(15_000);
    const { data } = cluster.map.read();
    expect(data["stage"]).toBe("INITIALIZING");
    expect(data["watermark-toggle-value"]).toBeUndefined();
  });
});
