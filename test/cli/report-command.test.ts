import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { report, run, seedWorker } from "../../src/cli/simulator.ts";
import type { ReportModel } from "../../src/explore/report-model.ts";
import { loadReport } from "../../src/explore/saved-report.ts";
import { type Came, call } from "./host.ts";
import { folderOf } from "./scenario-folder.ts";

const SCENARIO = `
title: short
run: { duration: 40 s }
source: { rate: 100/s, partitions: 2, disorder: 500 ms, end: 25 s }
pipeline:
  parallelism: 2
  watermarks: { bound: 500 ms }
  checkpointing: { interval: 1 s }
  graph: [{ map: enrich }, gate, sink]
sink: { guarantee: exactly-once, transaction-timeout: 15 min, restore-state: false }
handover: { at: 3 s, reschedule: 500 ms, deletion-delay: 3 s }
`;

const simulator = { run, seedWorker, report };

async function handover(...args: readonly string[]): Promise<Came> {
  return await call(args, simulator);
}

describe("a run that is saved", () => {
  it("is drawn again by handover report, without its scenario", async () => {
    const folder = folderOf({ "s.yaml": SCENARIO });
    const came = await handover("run", `${folder}/s.yaml`, "--save", `${folder}/run.json`);
    expect(came.code).toBe(0);
    expect(came.stderr).toBe("");
    const drawn = await handover("report", `${folder}/run.json`);
    expect(drawn).toMatchObject({ code: 0, stdout: `${folder}/run.html\n`, stderr: "" });
    const page = readFileSync(`${folder}/run.html`, "utf8");
    expect(page).toContain("<title>PASS: short");
    const elsewhere = await handover(
      "report",
      `${folder}/run.json`,
      "--output",
      `${folder}/b.html`,
    );
    expect(elsewhere.stdout).toBe(`${folder}/b.html\n`);
    expect(readFileSync(`${folder}/b.html`, "utf8")).toBe(page);
  });

  it("is the report that --json gives", async () => {
    const folder = folderOf({ "s.yaml": SCENARIO });
    const path = `${folder}/run.json`;
    const { stdout } = await handover("run", `${folder}/s.yaml`, "--json", "--save", path);
    const document = JSON.parse(stdout) as {
      readonly schema: string;
      readonly runs: readonly {
        readonly report: ReportModel;
        readonly settings: readonly object[];
      }[];
    };
    expect(document.schema).toBe("1.0");
    const loaded = loadReport(path, readFileSync(path, "utf8"));
    expect(loaded.ok && loaded.model).toEqual(document.runs[0]?.report);
    expect(document.runs[0]?.settings).toEqual(document.runs[0]?.report.data.settings);
  });

  it("is the same file a second time", async () => {
    const folder = folderOf({ "s.yaml": SCENARIO });
    for (const name of ["a", "b"]) {
      await handover("run", `${folder}/s.yaml`, "--quiet", "--save", `${folder}/${name}.json`);
    }
    expect(readFileSync(`${folder}/b.json`, "utf8")).toBe(readFileSync(`${folder}/a.json`, "utf8"));
  });

  it("tells how far its further runs are, where it takes many", async () => {
    const failing = SCENARIO.replace("deletion-delay: 3 s", "deletion-delay: 0 s");
    const folder = folderOf({ "s.yaml": failing });
    const { stderr } = await handover("run", `${folder}/s.yaml`, "--save", `${folder}/run.json`);
    expect(stderr).toMatch(/^(report: \d+ of at most 150 runs\n)+$/);
  });

  it("is not written where nothing can be, and nothing is run for it", async () => {
    const folder = folderOf({ "s.yaml": SCENARIO });
    const came = await handover("run", `${folder}/s.yaml`, "--save", `${folder}/no/run.json`);
    expect(came.code).toBe(2);
    expect(came.stderr).toBe(
      `handover: cannot write ${folder}/no/run.json: there is no folder ${folder}/no\n`,
    );
    expect(readdirSync(folder)).toEqual(["s.yaml"]);
  });
});

describe("handover report", () => {
  it.each([
    ["{", "1:2  the JSON ends too early"],
    ['{ "runs": [] }', "1:1  this is no saved run; handover run FILE --save writes one"],
    [
      '{ "handover": "run", "schema": "3.1" }',
      "1:32  a saved run of schema 3.1; this version reads 1.x",
    ],
    ["\u0000", "1:1  is a binary file (it holds a NUL byte)"],
  ])("refuses %j with the place of what is wrong", async (text, message) => {
    const folder = folderOf({ "run.json": text });
    const { code, stderr } = await handover("report", `${folder}/run.json`);
    expect(code).toBe(2);
    expect(stderr.split("\n")[0]).toBe(`${folder}/run.json:${message}`);
    expect(existsSync(`${folder}/run.html`)).toBe(false);
  });

  it("says which file is not there", async () => {
    const folder = folderOf({});
    const { code, stderr } = await handover("report", `${folder}/run.json`);
    expect(code).toBe(2);
    expect(stderr).toBe(`${folder}/run.json:1:1  cannot be read: there is no such file\n`);
  });
});
