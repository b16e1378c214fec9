import { describe, expect, it } from "vitest";
import { load, problems } from "./fixture.ts";

const USE = "deployment: ./m.yaml\npipeline: { buffer-timeout: 7 ms }\n";
const BLUE_GREEN = `apiVersion: v1
kind: ConfigMap
---
kind: FlinkBlueGreenDeployment
spec:
  configuration:
    kubernetes.operator.bluegreen.deployment-deletion.delay: 20 s
  template:
    spec:
      flinkVersion: v2_0
      flinkConfiguration:
        execution.checkpointing.interval: 5000
        execution.checkpointing:
          timeout: 2 min
        execution.buffer-timeout: 50
        state.savepoints.dir: s3://x
        restart-strategy: fixeddelay
        restart-strategy.fixed-delay.delay: 3 s
        taskmanager.numberOfTaskSlots: "2"
      job: { parallelism: 3, upgradeMode: savepoint }
`;

describe("a manifest", () => {
  it("is read as it is: flat and nested keys, old names, bare milliseconds, other documents noted", () => {
    const loaded = load(USE, { "m.yaml": BLUE_GREEN });
    expect(problems(loaded)).toEqual([]);
    if (!loaded.ok) return;
    const { outgoing, handover } = loaded.scenario.options;
    expect(outgoing.flinkVersion).toBe("2.0");
    expect(outgoing.parallelism).toBe(3);
    expect(outgoing.checkpointing).toMatchObject({ intervalMicros: 5e6, timeoutMicros: 12e7 });
    expect(outgoing.restart).toEqual({ strategy: "fixed-delay", attempts: 1, delayMicros: 3e6 });
    expect(handover).toMatchObject({ deletionDelayMillis: 20_000, savepointsDir: true });
    expect(loaded.notes).toMatchObject([
      { path: "m.yaml", line: 1, message: "a document of kind ConfigMap is not read" },
    ]);
    expect(outgoing.taskManagers?.slots).toBe(2);
    expect(loaded.scenario.importedButNotModelled).toEqual(["job.upgradeMode"]);
  });

  it("gives way to the scenario and overrides the default", () => {
    const loaded = load(USE, { "m.yaml": BLUE_GREEN });
    if (!loaded.ok) throw new Error("does not load");
    expect(loaded.scenario.options.outgoing.bufferTimeoutMicros).toBe(7_000);
    const find = (path: string) => loaded.scenario.settings.find((s) => s.path === path);
    expect(find("outgoing.buffer-timeout")).toMatchObject({ from: "scenario", default: 100_000 });
    expect(find("outgoing.parallelism")).toMatchObject({
      from: "manifest",
      key: "job.parallelism",
    });
  });

  it("with a wrong value is refused at its own line, once for both jobs", () => {
    const wrong = BLUE_GREEN.replace("timeout: 2 min", "timeout: PT2M");
    expect(problems(load(USE, { "m.yaml": wrong }))).toEqual([
      'm.yaml:14:20  execution.checkpointing.timeout: "PT2M" is an ISO-8601 duration; write "90 s"',
    ]);
  });

  it("of another kind is refused", () => {
    expect(problems(load(USE, { "m.yaml": "kind: Pod\n" }))).toEqual([
      "m.yaml:1:1  holds no FlinkBlueGreenDeployment and no FlinkDeployment",
    ]);
  });
});
