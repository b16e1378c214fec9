import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { report, run, seedWorker } from "../../src/cli/simulator.ts";
import { call } from "./host.ts";

const readme = readFileSync("README.md", "utf8");
const scripts = (
  JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Readonly<Record<string, string>> }
).scripts;

/** The text between two comments, in its fence. */
function shown(text: string): string | undefined {
  return /<!-- npm start -->\n```text\n([\s\S]*?)```\n<!-- \/npm start -->/.exec(text)?.[1];
}

const SIZE = /\((\d+)[ \u00a0]kB\)/;

function withoutSize(text: string): string {
  return text.replace(SIZE, "(size)");
}

function kilobytes(text: string): number {
  return Number(SIZE.exec(text)?.[1]);
}

describe("the README", () => {
  it("shows what npm start prints", async () => {
    const args = ["run", "scenarios/flights.yaml", "--report", "out/flights.html"];
    expect(scripts["start"]).toBe(`tsx src/cli/main.ts ${args.join(" ")}`);
    const { code, stdout } = await call(args, {
      run,
      seedWorker,
      report,
    });
    const pasted = shown(readme) ?? "";
    expect(withoutSize(pasted)).toBe(withoutSize(stdout));
    // Each word on the page moves its size a little; the README follows when it has moved by a tenth.
    expect(Math.abs(kilobytes(pasted) / kilobytes(stdout) - 1)).toBeLessThan(0.1);
    expect(code).toBe(0);
  });

  it("names each exit code that the command's help names", async () => {
    const { stdout } = await call(["--help"], { run, seedWorker, report });
    const codes = stdout.match(/^ {2}\d+|(?<= )\d+(?= [a-z])/gm) ?? [];
    for (const code of codes) expect(readme).toContain(`| ${code.trim()} |`);
    expect(codes.length).toBe(6);
  });

  it("would be seen to differ", () => {
    expect(shown(readme.replace("0 lost", "1 lost"))).not.toBe(shown(readme));
    expect(shown("no fence")).toBeUndefined();
  });
});
