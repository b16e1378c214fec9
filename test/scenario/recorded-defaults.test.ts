import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { load } from "./fixture.ts";

const RECORDED = "test/conformance/cases/flink-classes/settings.json";

interface Recorded {
  readonly default: unknown;
}
type Group = Readonly<Record<string, Readonly<Partial<Record<"both" | "v1", Recorded>>>>>;

/** A recorded default in our units: durations in µs, sizes in bytes. */
function inOurUnits(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { ms, bytes } = value as { ms?: number; bytes?: number };
  if (bytes !== undefined) return bytes;
  return path === "handover.deletion-delay" ? ms : (ms as number) * 1000;
}

describe.skipIf(!existsSync(RECORDED))("the default of a setting with a key", () => {
  it("equals the default that Flink and the operator were seen to have", () => {
    const file = JSON.parse(readFileSync(RECORDED, "utf8")) as Record<string, Group>;
    const strategies = ["fixed-delay", "exponential-delay", "failure-rate"];
    let checked = 0;
    for (const strategy of strategies) {
      const loaded = load(`pipeline: { restart: { strategy: ${strategy} } }\n`);
      if (!loaded.ok) throw new Error("does not load");
      for (const { path, key, default: own } of loaded.scenario.settings) {
        const entry =
          key === undefined
            ? undefined
            : (file["flink"]?.[key] ?? file["kubernetesOperator"]?.[key]);
        const recorded = (entry?.both ?? entry?.v1)?.default;
        // Null: no default of its own; -1: computed from the parallelism.
        if (recorded === undefined || recorded === null || recorded === -1) continue;
        expect([key, own]).toEqual([key, inOurUnits(recorded, path)]);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(30);
  });
});
