import { spawnSync } from "node:child_process";
import { root } from "./source-files.ts";

/** Runs a tool of node_modules in a folder of the project; tells how it ended and what it said. */
export function runTool(
  tool: string,
  args: readonly string[],
  folder = "",
): { readonly status: number | null; readonly output: string } {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const options = { cwd: `${root}/${folder}`, encoding: "utf8", env } as const;
  const { status, stdout, stderr } = spawnSync(`${root}/node_modules/.bin/${tool}`, args, options);
  return { status, output: `${stdout}${stderr}` };
}
