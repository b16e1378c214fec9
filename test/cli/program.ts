import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Came } from "./host.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The command itself, and the one with made-up outcomes. */
export const MAIN = "src/cli/main.ts";
export const FAKE_MAIN = "test/cli/fake-main.ts";

export interface Program {
  readonly child: ChildProcess;
  readonly came: Promise<Came & { readonly signal: NodeJS.Signals | null }>;
}

/** Starts the command as a user would; the environment has no say in colours but by `env`. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  main: string = MAIN,
): Program {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    stderr += data.toString();
  });
  const came = new Promise<Awaited<Program["came"]>>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code: code ?? -1, signal, stdout, stderr }));
  });
  return { child, came };
}

/** Starts it and waits for its end. */
export async function handover(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Came> {
  return await start(args, env).came;
}
