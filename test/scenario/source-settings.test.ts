import { describe, expect, it } from "vitest";
import type { SourceOptions } from "../../src/model/options.ts";
import { load, problems } from "./fixture.ts";

function sourceOf(text: string): SourceOptions {
  const loaded = load(`source: { ${text} }\n`);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario.options.source;
}

const refusals = (text: string): readonly string[] => problems(load(`source: { ${text} }\n`));

describe("a source in a scenario", () => {
  it("has its new partitions behind the first ones, and looks for them every 5 min (N2)", () => {
    const source = sourceOf("partitions: 3, new-partitions: [{ at: 10 s, count: 2 }]");
    expect(source.discoveryMicros).toBe(300_000_000);
    expect(source.traffic).toMatchObject({
      partitions: 5,
      newPartitions: [{ atMicros: 10_000_000, count: 2 }],
    });
  });

  it("is aligned every second unless it says more (W19)", () => {
    expect(sourceOf("alignment: { group: all, max-drift: 2 s }").alignment).toEqual({
      group: "all",
      maxDriftMillis: 2_000,
      intervalMicros: 1_000_000,
    });
  });

  it("is refused where it makes no sense", () => {
    expect(refusals("discovery: 10 s")).toEqual([
      's.yaml:1:22  "discovery" has no meaning without new-partitions: all are found at once',
    ]);
    expect(refusals("alignment: { group: all, max-drift: 2 s, interval: 0 s }")).toEqual([
      "s.yaml:1:62  must be above 0",
    ]);
    expect(refusals("new-partitions: [{ at: 1 s, count: 0 }]")).toEqual([
      's.yaml:1:46  "count" must be at least 1',
    ]);
  });
});
