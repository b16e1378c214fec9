import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { report, run, seedWorker } from "../../src/cli/simulator.ts";
import { SHIPPED } from "../conformance/recordings.ts";
import { call } from "./host.ts";

const folder = mkdtempSync(join(tmpdir(), "replay-run-"));
const shipped = new URL("handovers/handovers.jsonl.gz", SHIPPED);
const lines = gunzipSync(readFileSync(shipped)).toString("utf8").trimEnd().split("\n");

afterAll(() => rmSync(folder, { recursive: true }));

function lineOf(setting: string): Record<string, unknown> {
  const line = lines.find((one) => one.includes(`"setting":"${setting}"`)) ?? "";
  return JSON.parse(line) as Record<string, unknown>;
}

function replay(recordings: readonly object[], ...args: readonly string[]) {
  const text = recordings.map((one) => `${JSON.stringify(one)}\n`).join("");
  writeFileSync(join(folder, "handovers.jsonl"), text);
  return call(["replay-run", folder, ...args], { run, seedWorker, report });
}

const base = lineOf("V3 D2000 p1");
const behind = lineOf("V3 D0 IN behind 2000");

describe("handover replay-run", () => {
  it("prints a line a setting and the goals, and holds if they are reached", async () => {
    const { code, stdout, stderr } = await replay([base, behind]);
    expect(stdout).toMatch(/^ +V3 D2000 p1 +1 +EXACTLY_ONCE +EXACTLY_ONCE +0 +0 +agrees$/m);
    expect(stdout).toMatch(/V3 D0 IN behind 2000 +1 +DUP +DUP +\d+ → \d+/);
    expect(stdout).toContain("the simulated majority is it: 2 of 2, 100 % (goal 95 %)");
    expect(stdout).toContain("Flink 1.20.3, flink-connector-kafka 3.4.0-1.20, Kafka 3.9.1");
    expect(stderr).toContain("2 of 2 runs");
    expect(code).toBe(0);
  });

  it("fails and explains itself where something else came", async () => {
    const result = { ...(base["result"] as object), verdict: "DUP", dup: 500 };
    const { code, stdout } = await replay([{ ...base, result, others: [] }]);
    expect(stdout).toContain("verdict differs");
    expect(stdout).toContain("the recorded verdict comes as DUP in 0 of 9 seeds");
    expect(stdout).toContain("duplicates 500 recorded, 0 simulated, unexplained");
    expect(code).toBe(3);
  });

  it("takes only what matches, writes JSON, and a section for a README", async () => {
    const json = join(folder, "out.json");
    const { code, stdout } = await replay(
      [base, behind],
      ...["--only", "p1$", "--json", json, "--markdown"],
    );
    expect(stdout).toContain("## Held against the real thing");
    expect(stdout).toContain(
      "| V3 D2000 p1 | 1 | EXACTLY\\_ONCE | EXACTLY\\_ONCE | 0 | 0 | agrees |",
    );
    expect(stdout).not.toContain("IN behind");
    const { rows } = JSON.parse(readFileSync(json, "utf8")) as { rows: { setting: string }[] };
    expect(rows.map(({ setting }) => setting)).toEqual(["V3 D2000 p1"]);
    expect(code).toBe(0);
  });

  it.each([
    ["no run matches", [base], ["--only", "nothing"]],
    ["has no input of run", [{ ...base, input: undefined }], []],
    ["handovers.jsonl:2: a run has no base", [base, { ...behind, base: undefined }], []],
    ["holds no run", [{ ...base, status: "ERROR" }], []],
    ["A regular expression is wanted", [base], ["--only", "("]],
  ])("refuses bad input: %s", async (message, recordings, args) => {
    const { code, stderr, stdout } = await replay(recordings, ...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(code).toBe(2);
  });

  it("refuses a folder without recordings", async () => {
    const { code, stderr } = await call(["replay-run", "src"], { run, seedWorker, report });
    expect(stderr).toContain("holds no handovers.jsonl");
    expect(code).toBe(2);
  });
});
