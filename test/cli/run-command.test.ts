import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/cli/simulator.ts";
import { buildReport } from "../../src/explore/report/build-report.ts";
import { fakeRun } from "./fake-simulator.ts";
import { type Came, call, type HostOptions } from "./host.ts";
import { folderOf } from "./scenario-folder.ts";

const simulator: Simulator = {
  run: fakeRun,
  seedWorker: new URL("./fake-worker.mjs", import.meta.url),
  report: buildReport,
};

/** `handover run` of one scenario file with that text. */
async function run(text: string, args: readonly string[] = [], host?: HostOptions): Promise<Came> {
  return await call(["run", `${folderOf({ "s.yaml": text })}/s.yaml`, ...args], simulator, host);
}

const lastLine = (text: string): string | undefined => text.trimEnd().split("\n").at(-1);

describe("the exit code of a run", () => {
  it.each([
    ["title: holds", 0],
    ["title: fails on 1", 3],
    ["title: vacuous", 4],
    ["title: breaks on 1", 1],
    ["title: fails on 1\nexpect: { verdict: fail }", 0],
    ["title: fails on 1\nexpect: { verdict: fail, findings: [gap, duplicate] }", 0],
    ["title: fails on 1\nexpect: { verdict: fail, findings: [gap] }", 3],
    ["title: holds\nexpect: { verdict: fail }", 3],
    ["title: vacuous\nexpect: { verdict: inconclusive }", 0],
    ["title: vacuous\nexpect: { verdict: pass }", 3],
  ])("of %j is %s", async (text, code) => {
    expect((await run(text)).code).toBe(code);
  });

  it("of several files is the worst one's", async () => {
    const folder = folderOf({
      "holds.yaml": "title: holds",
      "fails.yaml": "title: fails on 1",
      "vacuous.yaml": "title: vacuous",
      "breaks.yaml": "title: breaks on 1",
    });
    const of = async (...names: readonly string[]): Promise<number> =>
      (await call(["run", ...names.map((name) => `${folder}/${name}.yaml`)], simulator)).code;
    expect(await of("holds", "vacuous")).toBe(4);
    expect(await of("vacuous", "fails", "holds")).toBe(3);
    expect(await of("breaks", "fails", "holds")).toBe(1);
  });

  it("is 2, and nothing is run, if one file of several is not in order", async () => {
    const folder = folderOf({ "a.yaml": "title: breaks on 1", "b.yaml": "titel: x" });
    const came = await call(["run", `${folder}/a.yaml`, `${folder}/b.yaml`], simulator);
    expect(came.code).toBe(2);
    expect(came.stdout).toBe("");
    expect(came.stderr).toContain('b.yaml:1:1  a scenario has no setting "titel"');
    expect(came.stderr).not.toContain("bug");
  });
});

describe("the seeds of a run", () => {
  it("are the file's unless the command says otherwise", async () => {
    const text = "title: fails on 9\nrun: { seeds: 3, first-seed: 8 }";
    expect(lastLine((await run(text)).stdout)).toContain("1 of 3 seeds");
    expect((await run(text)).stdout).toContain("seed 9 of 3");
    expect((await run(text, ["--seed", "8"])).code).toBe(0);
    expect(lastLine((await run(text, ["--seeds", "5"])).stdout)).toContain("1 of 5 seeds");
  });

  it("show the worst one, in full", async () => {
    const { stdout } = await run("title: fails on 3 and 5", ["--seeds", "6"]);
    expect(stdout).toContain("seed 3 of 6");
    expect(stdout).toContain("--seed 3\n");
    expect(lastLine(stdout)).toBe("FAIL  2 of 13 properties, 2 of 6 seeds (rate 4.3 % to 77.7 %)");
  });

  it("bound the failure rate where none failed", async () => {
    const { stdout, code } = await run("title: holds", ["--seeds", "200"]);
    expect(code).toBe(0);
    expect(lastLine(stdout)).toBe(
      "PASS  13 of 13 properties, 0 of 200 seeds failed (rate ≤ 1.8 %)",
    );
  });

  it("give the same bytes from one core and from all", async () => {
    const slow = "title: fails on 7 and 40; takes 30 ms";
    const folder = folderOf({ "s.yaml": slow });
    const args = ["run", `${folder}/s.yaml`, "--seeds", "60", "--json=lines"];
    const many = await call(args, simulator);
    writeFileSync(`${folder}/s.yaml`, slow.replace("30", "00"));
    const one = await call(args, simulator);
    const comparable = (text: string): string =>
      text.replaceAll("takes 30", "takes 00").replace(/"inputs":"\w+"/g, "");
    expect(comparable(many.stdout)).toBe(comparable(one.stdout));
    expect(many.stdout.split("\n").filter((line) => line.includes('"type":"seed"'))).toHaveLength(
      60,
    );
  });
});

describe("workers", () => {
  it("are started for long sweeps alone", async () => {
    const missing = {
      run: fakeRun,
      seedWorker: new URL("./no-such-worker.mjs", import.meta.url),
      report: buildReport,
    };
    const args = (text: string, seeds: string): readonly string[] => [
      ...["run", `${folderOf({ "s.yaml": text })}/s.yaml`, "--seeds", seeds],
    ];
    expect((await call(args("title: holds", "50"), missing)).code).toBe(0);
    const long = await call(args("title: takes 100 ms", "60"), missing);
    expect(long.code).toBe(1);
    expect(long.stderr).toContain("no-such-worker.mjs");
  });

  it("report the first broken seed in seed order, like one core", async () => {
    const came = await run("title: takes 30 ms; breaks on 59 and 41", ["--seeds", "60"]);
    expect(came.code).toBe(1);
    expect(came.stderr).toContain("seed 41,");
    expect(came.stderr).not.toContain("seed 59");
  });
});

describe("a bug of ours", () => {
  it("is reported with seed, simulated time, component and how to see it again", async () => {
    const { code, stdout, stderr } = await run("title: breaks on 4", ["--seed", "4"]);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain("a bug in the simulator, not in your scenario");
    expect(stderr).toContain("SimulatorBug: event time 9 is before now, 10");
    expect(stderr).toContain("seed 4, at 12.345 s simulated, in outgoing/0/1");
    expect(stderr).toMatch(/handover run \S+s\.yaml --seed 4\n/);
    expect(stderr).toMatch(/Please report it/);
  });

  it("is found where a seed's second run differs from its first", async () => {
    const { code, stderr } = await run("title: differs", ["--seeds", "2"]);
    expect(code).toBe(1);
    expect(stderr).toContain("two runs of one seed differ: fingerprints");
  });

  it("does not keep the other files from being run, and is in the JSON", async () => {
    const folder = folderOf({ "a.yaml": "title: breaks on 1", "b.yaml": "title: holds" });
    const files = [`${folder}/a.yaml`, `${folder}/b.yaml`];
    const text = await call(["run", ...files], simulator);
    expect(lastLine(text.stdout)).toBe(`FAIL  1 of 2 files: ${folder}/a.yaml`);
    const { stdout } = await call(["run", ...files, "--json"], simulator);
    const { runs, exitCode } = JSON.parse(stdout) as { runs: unknown[]; exitCode: number };
    expect(exitCode).toBe(1);
    expect(runs).toMatchObject([{ bug: { seed: 1 } }, { verdict: "pass" }]);
  });
});

describe("--quiet", () => {
  it("leaves the verdict's line alone", async () => {
    const came = await run("title: fails on 2", ["--seeds", "3", "--quiet"]);
    expect(came.stdout).toBe("FAIL  2 of 13 properties, 1 of 3 seeds (rate 0.84 % to 90.6 %)\n");
    expect(came.stderr).toBe("");
  });
});

describe("--trace", () => {
  it("writes the shown run, whole, under that name alone", async () => {
    const folder = folderOf({ "s.yaml": "title: fails on 2" });
    const args = ["run", `${folder}/s.yaml`, "--seeds", "3", "--trace", `${folder}/out.json`];
    expect((await call(args, simulator)).code).toBe(3);
    const trace = JSON.parse(readFileSync(`${folder}/out.json`, "utf8")) as {
      readonly traceEvents: readonly { readonly name: string }[];
    };
    expect(trace.traceEvents.map(({ name }) => name)).toContain("crossed");
    expect(readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      "out.json",
      "s.yaml",
    ]);
  });

  it.each([
    "/no/such/folder/out.json",
    "/dev/null",
    "/",
  ])("is refused before anything is run where %s cannot be written", async (path) => {
    const came = await run("title: breaks on 1", ["--trace", path]);
    expect(came.code).toBe(2);
    expect(came.stdout).toBe("");
    expect(came.stderr).toMatch(/^handover: cannot write \/.*: (there is no folder|it is )/);
  });

  it("takes one file", async () => {
    const came = await call(["run", "a.yaml", "b.yaml", "--trace", "t.json"], simulator);
    expect(came).toEqual({
      code: 2,
      stdout: "",
      stderr: "handover: --trace takes one scenario file\n",
    });
  });
});

describe("progress", () => {
  it("is one line for each tenth on stderr where that is no terminal", async () => {
    const { stdout, stderr } = await run("title: fails on 2", ["--seeds", "20"]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe("2/20 seeds, 1 failing");
    expect(lines[9]).toBe("20/20 seeds, 1 failing");
    expect(stdout).not.toContain("20/20");
  });

  it("is one bar, written over, on a terminal", async () => {
    const { stderr } = await run("title: holds", ["--seeds", "20"], { columns: 80 });
    expect(stderr.split("\n")).toHaveLength(2);
    expect(stderr).toMatch(/\r {2}20\/20 seeds {2}━{24} {2}[\d.]+ m?s\n$/);
  });

  it("moves no cursor on a dumb terminal", async () => {
    const host = { columns: 80, env: { TERM: "dumb" } };
    const { stderr } = await run("title: holds", ["--seeds", "20"], host);
    expect(stderr).not.toContain("\r");
    expect(stderr.trimEnd().split("\n")).toHaveLength(10);
  });

  it("is not shown for one seed", async () => {
    expect((await run("title: holds")).stderr).toBe("");
  });
});
