import { describe, expect, it } from "vitest";
import { FAKE_MAIN, handover, start } from "./program.ts";
import { folderOf } from "./scenario-folder.ts";

/** Little traffic and a hand-over that goes well. */
const SMALL = `
title: small
run: { duration: 2 min, seeds: 2 }
source: { rate: 20/s, end: 100 s }
handover: { at: 10 s, deletion-delay: 10 s, savepoints-dir: true }
sink: { transaction-timeout: 15 min }
`;

const lastLine = (text: string): string | undefined => text.trimEnd().split("\n").at(-1);

describe("handover run", () => {
  it("prints its result on stdout, the verdict last, and progress on stderr", async () => {
    const file = `${folderOf({ "small.yaml": SMALL })}/small.yaml`;
    const { code, stdout, stderr } = await handover(["run", file]);
    expect(lastLine(stdout)).toMatch(/^PASS {2}\d+ of \d+ properties, 0 of 2 seeds failed/);
    expect(code).toBe(0);
    expect(stdout).toContain(`handover run ${file} --seed `);
    expect(stderr).toBe("1/2 seeds, 0 failing\n2/2 seeds, 0 failing\n");
  });

  it("says in JSON what it says in words, and the same bytes each time", async () => {
    const args = ["run", `${folderOf({ "small.yaml": SMALL })}/small.yaml`, "--seed", "3"];
    const [text, json, again] = await Promise.all([
      handover(args),
      handover([...args, "--json"]),
      handover([...args, "--json"]),
    ]);
    expect(again.stdout).toBe(json.stdout);
    const { runs, exitCode } = JSON.parse(json.stdout) as {
      readonly exitCode: number;
      readonly runs: readonly {
        readonly inputs: string;
        readonly shown: {
          readonly arrived: readonly number[];
          readonly verdict: { readonly headline: Readonly<Record<string, number>> };
        };
      }[];
    };
    const [run] = runs;
    const { due, visible } = run!.shown.verdict.headline;
    const arrived = run!.shown.arrived.reduce((sum, count) => sum + count, 0);
    const spaced = (count = 0): string => String(count).replace(/\B(?=(\d{3})+$)/g, " ");
    expect(text.stdout).toContain(
      `${spaced(arrived)} in, ${spaced(due)} due, ${spaced(visible)} visible: `,
    );
    expect(text.stdout).toContain(`inputs ${run!.inputs.slice(0, 7)}`);
    expect([text.code, json.code]).toEqual([exitCode, exitCode]);
  });

  it("follows NO_COLOR, --color and the locale", async () => {
    const file = `${folderOf({ "small.yaml": SMALL })}/small.yaml`;
    const args = ["run", file, "--seed", "1"];
    const [piped, forced, refused, always, posix] = await Promise.all([
      handover(args),
      handover(args, { FORCE_COLOR: "1" }),
      handover(args, { FORCE_COLOR: "1", NO_COLOR: "1" }),
      handover([...args, "--color", "always"], { NO_COLOR: "1" }),
      handover(args, { LC_ALL: "C" }),
    ]);
    const ESCAPE = "\u001b[";
    expect(piped.stdout).not.toContain(ESCAPE);
    expect(forced.stdout).toContain(ESCAPE);
    expect(refused.stdout).toBe(piped.stdout);
    expect(always.stdout).toContain(ESCAPE);
    expect(posix.stdout).toMatch(/^[\n -~]*$/);
  });

  it("stops its workers and exits with 130 when interrupted, with nothing on stdout", async () => {
    const file = `${folderOf({ "slow.yaml": "title: takes 20 ms" })}/slow.yaml`;
    const { child, came } = start(["run", file, "--seeds", "150", "--json"], {}, FAKE_MAIN);
    child.stderr?.on("data", (line: Buffer) => {
      if (line.includes("30/150")) child.kill("SIGINT");
    });
    const { code, stdout, stderr } = await came;
    expect(code).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).not.toContain("150/150");
  });

  it("refuses what it does not know with exit code 2, on stderr", async () => {
    const [flag, file] = await Promise.all([
      handover(["run", "x.yaml", "--sede", "7"]),
      handover(["run", "no/such.yaml"]),
    ]);
    expect(flag).toMatchObject({ code: 2, stdout: "" });
    expect(flag.stderr).toBe("handover: unknown option '--sede'; did you mean --seed?\n");
    expect(file).toMatchObject({ code: 2, stdout: "" });
    expect(file.stderr).toBe("no/such.yaml:1:1  cannot be read: there is no such file\n");
  });
});
