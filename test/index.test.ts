import { describe, expect, it } from "vitest";
import {
  type FileSource,
  formatIssue,
  loadScenario,
  runScenario,
  runSeeds,
  seedsFrom,
  summarise,
} from "../src/index.ts";

const TEXT = `title: lag
run: { duration: 30 s }
source: { rate: 50/s }
pipeline: { checkpointing: { interval: 3 s } }
handover: { at: 3 s, reschedule: 1 s, protocol: basic }
`;

function holding(text: string): FileSource {
  return { read: () => ({ ok: true, bytes: new TextEncoder().encode(text) }) };
}

describe("the library", () => {
  it("loads a scenario, runs a seed or many, and says what they came to", () => {
    const loaded = loadScenario("lag.yaml", holding(TEXT));
    if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
    const { verdict } = runScenario(loaded.scenario, 1);
    expect(verdict.findings.map(({ kind }) => kind)).toContain("duplicate");
    const digests = [...runSeeds(loaded.scenario, seedsFrom(1, 3), runScenario)];
    expect(summarise(digests)).toMatchObject({ status: "fail", runs: 3 });
  });

  it("gives every problem of a file as a value", () => {
    const loaded = loadScenario("lag.yaml", holding(TEXT.replace("basic", "basik")));
    expect(loaded.ok).toBe(false);
  });
});
