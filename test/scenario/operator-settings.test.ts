import { describe, expect, it } from "vitest";
import { load } from "./fixture.ts";

const manifest = `apiVersion: flink.apache.org/v1beta1
kind: FlinkBlueGreenDeployment
metadata: { name: orders }
spec:
  configuration:
    SETTINGS
  template:
    spec:
      flinkConfiguration: { STATE }
`;

function handover(settings: readonly string[], state = "") {
  const text = manifest.replace("SETTINGS", settings.join("\n    ")).replace("STATE", state);
  const loaded = load("deployment: m.yaml", { "m.yaml": text });
  if (!loaded.ok) throw new Error(loaded.issues.map(({ message }) => message).join("; "));
  return loaded.scenario.options.handover;
}

describe("settings of a FlinkBlueGreenDeployment", () => {
  it("reach the run", () => {
    const set = handover([
      "kubernetes.operator.bluegreen.deployment-deletion.delay: 20 s",
      "kubernetes.operator.bluegreen.gate.timeout: 2 min",
      "kubernetes.operator.bluegreen.abort.grace-period: 3 min",
      "kubernetes.operator.bluegreen.reconciliation.reschedule-interval: 5 s",
    ]);
    expect(set).toMatchObject({
      deletionDelayMillis: 20_000,
      gateTimeoutMicros: 120_000_000,
      abortGraceMicros: 180_000_000,
      rescheduleMicros: 5_000_000,
    });
  });

  it("unset: no delay, 10 min to be ready and for the gates, a look every 15 s", () => {
    expect(handover(["x: y"])).toMatchObject({
      deletionDelayMillis: 0,
      gateTimeoutMicros: 600_000_000,
      abortGraceMicros: 600_000_000,
      rescheduleMicros: 15_000_000,
    });
  });

  it("state.savepoints.dir decides whether the outgoing job is stopped with a savepoint", () => {
    expect(handover(["x: y"], "state.savepoints.dir: s3://savepoints")?.savepointsDir).toBe(true);
    expect(handover(["x: y"])?.savepointsDir).toBe(false);
  });
});
