import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/cli/simulator.ts";
import { buildReport } from "../../src/explore/report/build-report.ts";
import { fakeRun } from "./fake-simulator.ts";
import { type Came, call } from "./host.ts";
import { folderOf } from "./scenario-folder.ts";

const simulator: Simulator = {
  run: fakeRun,
  seedWorker: new URL("./fake-worker.mjs", import.meta.url),
  report: buildReport,
};

async function handover(args: readonly string[]): Promise<Came> {
  return await call(args, simulator);
}

/** No line of a stack trace. */
const STACK = /^ +at .*\d+:\d+\)?$/m;

describe("wrong use", () => {
  it.each([
    [["run", "x.yaml", "--sede", "7"], "unknown option '--sede'; did you mean --seed?"],
    [["rum", "x.yaml"], "unknown command 'rum'; did you mean run?"],
    [["run"], "missing required argument 'file'"],
    [["run", "x.yaml", "--seed", "-1"], "A whole number from 0"],
    [["run", "x.yaml", "--seed", "1e3"], "A whole number from 0"],
    [["run", "x.yaml", "--seeds", "0"], "A whole number from 1"],
    [["run", "x.yaml", "--seeds", "99999999999999999999"], "A whole number from 1"],
    [["run", "x.yaml", "--seed", "1", "--seeds", "2"], "cannot be used with"],
    [["run", "x.yaml", "--json=yaml"], "unknown option '--json=yaml'"],
    [["run", "x.yaml", "--color", "pink"], "Allowed choices are auto, always, never"],
    [["validate", "x.yaml", "--seed", "1"], "unknown option '--seed'"],
  ])("%j is refused with exit code 2: %s", async (args, message) => {
    const { code, stdout, stderr } = await handover(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^handover: /);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(STACK);
  });

  it("help is no wrong use, and tells the exit codes", async () => {
    const { code, stdout } = await handover(["--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("3 a property failed");
    expect((await handover([])).code).toBe(2);
  });
});

describe("bad input", () => {
  const bomb = Array.from({ length: 12 }, (_, i) => {
    const before = `*a${i}`;
    return `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => before).join(", ")}]`;
  });

  it("is told all at once, with place, excerpt and caret, and no stack trace", async () => {
    const folder = folderOf({
      "a.yaml": "titel: x\nsource: { rate: fast }\n",
      "b.yaml": "source: { kind: trace, file: rows.csv }\n",
      "rows.csv": "partition,key,event_time_ms,arrival_time_ms\n0,k,1000,abc\n",
      "cyclic.yaml": "pipeline: &p { parallelism: 200, max-parallelism: 100, graph: *p }\n",
      "bomb.yaml": `a0: &a0 [x]\n${bomb.join("\n")}\n`,
      "big.yaml": "run: { first-seed: 9007199254740993 }\n",
      "small.yml": "title: x",
      "binary.yaml": new Uint8Array([116, 58, 0, 1, 2]),
      "latin.yaml": new Uint8Array([116, 58, 32, 0xe4]),
      "empty.yaml": "",
    });
    const names = ["a", "b", "cyclic", "bomb", "big", "small", "binary", "latin", "empty"];
    const files = [...names.map((name) => `${folder}/${name}.yaml`), folder, "/dev/zero"];
    const { code, stdout, stderr } = await handover(["validate", ...files]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    const text = stderr.replaceAll(`${folder}/`, "").replaceAll(folder, "FOLDER");
    expect(text).toContain(
      'a.yaml:1:1  a scenario has no setting "titel"; did you mean "title"?\n',
    );
    expect(text).toContain("    titel: x\n    ^\n");
    expect(text).toMatch(/a\.yaml:2:17 {2}.*\n {4}source: \{ rate: fast \}\n {20}\^\n/);
    expect(text).toContain("rows.csv:2:");
    expect(text).toMatch(/cyclic\.yaml:1:\d+ {2}/);
    expect(text).toMatch(/bomb\.yaml:\d+:\d+ {2}aliases expand to too much/);
    expect(text).toContain("9007199254740993 is above 2^53");
    expect(text).toContain(
      'small.yaml:1:1  cannot be read: there is no such file; did you mean "small.yml"?',
    );
    expect(text).toContain("binary.yaml:1:1  is a binary file");
    expect(text).toContain("latin.yaml:1:1  is no text");
    expect(text).toContain("empty.yaml:1:1  is empty");
    expect(text).toContain("FOLDER:1:1  cannot be read: it is a directory\n");
    expect(text).toContain("/dev/zero:1:1  cannot be read: it is no regular file\n");
    expect(stderr).not.toMatch(STACK);
  });

  it("shows no control character of a file as such", async () => {
    const folder = folderOf({ "a.yaml": 'ti\u001b[31mtle: "x"\n' });
    const { code, stderr } = await handover(["run", `${folder}/a.yaml`]);
    expect(code).toBe(2);
    expect(stderr).not.toContain("\u001b");
  });
});

describe("handover validate", () => {
  it("says of each file that it is in order, and which keys of a manifest mean nothing here", async () => {
    const manifest = `apiVersion: flink.apache.org/v1beta1
kind: FlinkDeployment
spec:
  flinkVersion: v1_20
  flinkConfiguration: { taskmanager.memory.process.size: 2g }
  job: { parallelism: 2 }
---
kind: Service
`;
    const folder = folderOf({
      "a.yaml": "title: a",
      "b.yaml": "deployment: m.yaml",
      "m.yaml": manifest,
    });
    const { code, stdout, stderr } = await handover([
      ...["validate", `${folder}/a.yaml`, `${folder}/b.yaml`],
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.replaceAll(`${folder}/`, "")).toBe(`a.yaml  ok
b.yaml  ok
  m.yaml:8  a document of kind Service is not read
  taskmanager.memory.process.size has no part in the model
2 files in order
`);
  });
});
