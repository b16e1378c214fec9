import { readFileSync } from "node:fs";
import { join } from "node:path";
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

/** A lag, and the same without a savepoint directory. */
const LAG = `# Does it survive a lag?
hazard: { theme: pace, what: The new job lags }
run: { duration: 30 s }
source: { rate: 50/s }
pipeline: { checkpointing: { interval: 3 s } }
incoming: { lag: 2 s }
handover: { at: 3 s, reschedule: 1 s, savepoints-dir: true }
properties: { handed-over-within: 20 s }
`;

async function matrix(...args: readonly string[]): Promise<Came> {
  return await call(["matrix", ...args], simulator, { columns: 120 });
}

describe("handover matrix", () => {
  it("prints a row a hazard and a column a protocol, and what each got through", async () => {
    const bare = LAG.replace("lags }", "lags without a directory }").replace(
      ", savepoints-dir: true",
      "",
    );
    const folder = folderOf({ "a.yaml": LAG, "b.yaml": bare, "other.yaml": "title: no hazard\n" });
    const { code, stdout } = await matrix(folder, "--seeds", "1");
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  1 seed a cell                  basic   V1      V2      V3      conf.   contr.  conf.ts ackn.   offset  stop    barrier

        One job is ahead of the other
        The new job lags               dup     stall   dup     dup     gap     ✓       ✓       ✓       ✓       ✓       ✓
        The new job lags without a di… dup     stall   dup     dup     gap     n/a     n/a     n/a     n/a     n/a     n/a

        got through                    0/2     0/2     0/2     0/2     0/2     1/1     1/1     1/1     1/1     1/1     1/1
      "
    `);
  });

  it("says one hazard in full, with the command that shows each cell again", async () => {
    const folder = folderOf({ "a.yaml": LAG });
    const { stdout } = await matrix(folder, "--seeds", "1", "--protocol", "basic");
    expect(stdout).toContain("dup     basic");
    expect(stdout).toMatch(/duplicate in the seed, \d+ records twice at most/);
    const file = join(folder, "a.yaml");
    expect(stdout).toContain(`handover run ${file} --protocol basic --seed 1`);
  });

  it("writes the table for readers and for programs, the same again and again", async () => {
    const folder = folderOf({ "a.yaml": LAG });
    const [markdown, json] = [join(folder, "m.md"), join(folder, "m.json")];
    const write = async (): Promise<readonly string[]> => {
      await matrix(folder, "--seeds", "2", "--markdown", markdown, "--json", json);
      return [markdown, json].map((path) => readFileSync(path, "utf8"));
    };
    const [text = "", data = ""] = await write();
    expect(await write()).toEqual([text, data]);
    expect(text).toContain("| [The new job lags](a.yaml) | **dup** |");
    expect(JSON.parse(data)).toMatchObject({
      schema: "1.0",
      seeds: 2,
      rows: [{ what: "The new job lags", cells: { 0: { kind: "duplicate", seeds: 2 } } }],
    });
  });

  it.each([
    [["--hazard", "laggs"], 'no hazard matches "laggs"'],
    [["--protocol", "offset"], "is invalid. Allowed choices are basic, watermark-gate-v1"],
    [["--markdown", "no/such/folder/m.md"], "cannot write no/such/folder/m.md"],
    [["--seeds", "0"], "A whole number from 1"],
  ])("%j is refused with exit code 2: %s", async (args, message) => {
    const { code, stdout, stderr } = await matrix(folderOf({ "a.yaml": LAG }), ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  it("refuses a folder without a hazard, and a hazard that is not in order", async () => {
    expect((await matrix(folderOf({}))).stderr).toContain("there is no scenario with a hazard in");
    const broken = folderOf({ "a.yaml": LAG.replace("rate: 50/s", "rate: fast") });
    const { code, stderr } = await matrix(broken);
    expect(code).toBe(2);
    expect(stderr).toContain("a.yaml:4:17");
  });

  it("refuses a folder that is not there, as bad input and no bug", async () => {
    const nowhere = join(folderOf({}), "nowhere");
    const { code, stderr } = await matrix(nowhere);
    expect([code, stderr]).toEqual([2, `handover: ${nowhere}: there is no such file\n`]);
  });
});

describe("handover run --protocol", () => {
  it("runs a file under another protocol, or says what the file lacks for it", async () => {
    const file = join(folderOf({ "a.yaml": `title: x\n${LAG}` }), "a.yaml");
    const run = (protocol: string): Promise<Came> =>
      call(["run", file, "--protocol", protocol, "--quiet"], simulator);
    expect((await run("offset-cut")).code).toBe(0);
    const { stdout } = await call(["run", file, "--protocol", "offset-cut"], simulator);
    expect(stdout).toContain("x, under offset-cut");
    expect(stdout).toContain(`handover run ${file} --protocol offset-cut --seed 1`);
    const bare = join(folderOf({ "a.yaml": LAG.replace(", savepoints-dir: true", "") }), "a.yaml");
    const refused = await call(["run", bare, "--protocol", "offset-cut"], simulator);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("state.savepoints.dir is not set");
  });
});
