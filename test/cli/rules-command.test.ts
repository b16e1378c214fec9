import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/cli/simulator.ts";
import { buildReport } from "../../src/explore/report/build-report.ts";
import { RULE_GROUPS } from "../../src/model/rules/all-rules.ts";
import { fakeRun } from "./fake-simulator.ts";
import { type Came, call } from "./host.ts";

const simulator: Simulator = {
  run: fakeRun,
  seedWorker: new URL("./fake-worker.mjs", import.meta.url),
  report: buildReport,
};

async function rules(...args: readonly string[]): Promise<Came> {
  return await call(["rules", ...args], simulator);
}

describe("handover rules", () => {
  it("prints every rule: what it says, where it is, what bears it out", async () => {
    const { code, stdout, stderr } = await rules();
    expect([code, stderr]).toEqual([0, ""]);
    const lines = stdout.split("\n");
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(100);
    for (const { id } of RULE_GROUPS.flatMap((group) => group.rules)) {
      expect(lines.some((line) => line === id || line.startsWith(`${id}  `))).toBe(true);
    }
    expect(stdout).toMatch(/status-watermark-valve\.ts StatusWatermarkValve \+ \d+ · \d+ tests?/);
    expect(stdout).toContain("not modelled: checkpoints are aligned here (C14)");
  });

  it("prints one rule in full, with files and tests", async () => {
    const { code, stdout } = await rules("w13");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^W13 {2}HIGH\n/);
    expect(stdout).toContain("corrected by recordings\n  FLINK-40475 is in neither");
    expect(stdout).toContain("src/model/watermark/status-watermark-valve.ts StatusWatermarkValve");
    expect(stdout).toContain("test/model/watermark/status-watermark-valve.test.ts");
    expect(stdout).toMatch(/\d+ cases of flink-classes\/valve/);
  });

  it("takes a rule of two words, and tells what another follows from", async () => {
    expect((await rules("fault", "20")).stdout).toMatch(/^fault 20\n/);
    const { stdout } = await rules("counterexample C5");
    expect(stdout).toContain("follows from\n  W10, W13, G4");
    expect((await rules("C5")).stdout).toMatch(/^C5 {2}HIGH\n/);
  });

  it("says of what is not modelled why not, and where the code says so", async () => {
    const { stdout } = await rules("C14");
    expect(stdout).toContain("not modelled\n  off by default in both releases");
    expect(stdout).toContain("said at\n  src/model/checkpoint/README.md");
  });

  it("ends with 2 at an id that is none, and says which was meant", async () => {
    const { code, stdout, stderr } = await rules("W99");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe('handover: there is no rule "W99"; did you mean "W9"?\n');
    expect((await rules("counterexmple", "C2")).stderr).toContain('mean "counterexample C2"?');
    expect((await rules("\u001b[31m")).stderr).not.toContain("\u001b");
  });

  it("speaks ASCII where that is wanted", async () => {
    const { stdout } = await rules("--ascii");
    expect(/[^\n -~]/.test(stdout)).toBe(false);
  });

  it("reads what a package ships, for its code has no comments", () => {
    const { files } = JSON.parse(readFileSync("package.json", "utf8")) as {
      readonly files: readonly string[];
    };
    expect(files).toContain("src/model/rules/findings.jsonl");
    expect(readFileSync("src/cli/rule-entries.ts", "utf8")).toContain(
      '"../../src/model/rules/findings.jsonl"',
    );
  });
});
