import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { folderOf } from "./scenario-folder.ts";

const SMALL = `# Which records are lost?
title: a toggle that is late
run: { duration: 30 s }
source: { partitions: 2, rate: 100/s, keys: 20, disorder: 300 ms }
pipeline: { parallelism: 2, watermarks: { bound: 300 ms }, checkpointing: { interval: 2 s } }
kubernetes: { watch-latency: { median: 300 ms, p99: 4 s } }
handover: { at: 10 s, deletion-delay: 500 ms, reschedule: 1 s }
`;

/** Every Node at hand: this one, and those that HANDOVER_NODES names, with colons between them. */
const nodes = [process.execPath, ...(process.env["HANDOVER_NODES"] ?? "").split(":")].filter(
  (path) => path !== "",
);

/** Elsewhere: another time zone, another language, another width of the terminal. */
const ELSEWHERE = {
  TZ: "Asia/Kathmandu",
  LANG: "ar_EG.UTF-8",
  LC_ALL: "ar_EG.UTF-8",
  COLUMNS: "61",
};

/** SHA-256 of the page that a Node of that path writes to stdout. */
async function pageBy(
  node: string,
  file: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const args = ["node_modules/tsx/dist/cli.mjs", "src/cli/main.ts", "run", file, "--report=-"];
  const found = await promisify(execFile)(node, args, {
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => {
    // A property failed, which is what the page is about.
    if (error instanceof Error && "code" in error && error.code === 3 && "stdout" in error)
      return { stdout: String(error.stdout) };
    throw error;
  });
  expect(found.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n/);
  return createHash("sha256").update(found.stdout).digest("hex");
}

describe("the page of a scenario", () => {
  it("is the same bytes in another process, time zone and language, and on every Node at hand", async () => {
    const folder = folderOf({ "small.yaml": SMALL, "other.yaml": SMALL.replace("100/s", "101/s") });
    const pages = await Promise.all([
      ...nodes.map((node) => pageBy(node, `${folder}/small.yaml`, {})),
      pageBy(process.execPath, `${folder}/small.yaml`, ELSEWHERE),
    ]);
    expect(new Set(pages).size).toBe(1);
    const other = await pageBy(process.execPath, `${folder}/other.yaml`, {});
    expect(other).not.toBe(pages[0]);
  });
});
