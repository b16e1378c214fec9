import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runTool } from "../architecture/programs.ts";

const valveCase = (wm: number, out: unknown): object => ({
  id: `valve-${wm}`,
  corpus: "valve",
  flink: "both",
  config: { channels: 1 },
  steps: [{ op: "wm", ch: 0, ts: wm, out }],
});
const right = valveCase(1, [{ wm: 1 }]);
const wrong = valveCase(2, [{ wm: 7 }]);

let folder = "";

function record(file: string, ...lines: readonly unknown[]): void {
  mkdirSync(join(folder, file, ".."), { recursive: true });
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
  writeFileSync(join(folder, file), gzipSync(text.join("\n")));
}

function conformance(...args: readonly string[]): ReturnType<typeof runTool> {
  return runTool("tsx", ["test/conformance/main.ts", ...args]);
}

describe("npm run conformance", () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "conformance-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("ends with 0 when all that is there is equal", () => {
    record("flink-classes/valve.jsonl.gz", right);
    const { status, output } = conformance(folder);
    expect(output).toMatch(/flink-classes\/valve +1\.20\.3, 2\.3\.0 +1 +1 +0 +0 +0/);
    expect(status).toBe(0);
  });

  it("ends with 1 at a difference, and shows its step side by side and as JSON", () => {
    record("deep/below/flink-classes/valve.jsonl.gz", right, wrong);
    const json = join(folder, "out.json");
    const { status, output } = conformance(folder, "--json", json);
    expect(status).toBe(1);
    expect(output).toContain("valve-2 under 1.20.3, step 0: out");
    expect(output).toMatch(/> \{"wm":7\} +\| \{"wm":2\}/);
    const report = JSON.parse(readFileSync(json, "utf8")) as {
      readonly agrees: boolean;
      readonly corpora: readonly unknown[];
    };
    expect(report.agrees).toBe(false);
    expect(report.corpora).toMatchObject([{ cases: 2, equal: 1, different: 1, notSupported: 0 }]);
  });

  it("ends with 1 at what is not supported: an operation, or a file nobody knows", () => {
    const unknown = { ...right, steps: [{ op: "rotate", out: [] }] };
    record("flink-classes/valve.jsonl.gz", right, unknown);
    record("flink-classes/turbine.jsonl.gz", right);
    const { status, output } = conformance(folder);
    expect(status).toBe(1);
    expect(output).toContain("flink-classes/valve: 1 not supported: the operation rotate");
    expect(output).toContain("flink-classes/turbine: 1 not supported");
  });

  it("replays the one corpus that is asked for", () => {
    record("flink-classes/valve.jsonl.gz", right);
    record("flink-classes/turbine.jsonl.gz", "broken");
    expect(conformance(folder, "--only", "flink-classes/valve").status).toBe(0);
    expect(conformance(folder, "--only", "valve").status).toBe(0);
    const { status, output } = conformance(folder, "--only", "flink-classes/valv");
    expect(status).toBe(2);
    expect(output).toContain("no corpus flink-classes/valv");
  });

  it("ends with 2, not as passed, when nothing was checked", () => {
    const empty = conformance(folder);
    expect(empty.status).toBe(2);
    expect(empty.output).toContain("nothing was checked");
    expect(conformance(join(folder, "absent")).status).toBe(2);
    expect(conformance().status).toBe(2);
    expect(conformance(folder, "--nonsense").status).toBe(2);
  });

  it("ends with 2 at a corrupt file, and names file and line", () => {
    record("flink-classes/valve.jsonl.gz", right, '{"id":');
    const broken = conformance(folder);
    expect(broken.status).toBe(2);
    expect(broken.output).toContain("flink-classes/valve.jsonl.gz:2: ");
    record("flink-classes/valve.jsonl.gz", right, { id: "x", flink: "both", config: {} });
    expect(conformance(folder).output).toContain('valve.jsonl.gz:2: no "steps" in the case');
    writeFileSync(join(folder, "flink-classes/valve.jsonl.gz"), "no gzip");
    const text = conformance(folder);
    expect(text.status).toBe(2);
    expect(text.output).toContain("flink-classes/valve.jsonl.gz: ");
  });
});
