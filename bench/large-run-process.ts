import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export interface LargeRun {
  readonly millis: number;
  /** The largest resident set of its process. */
  readonly megabytes: number;
}

/** Runs `large-run.ts` for each number of records, one process after the other. */
export function largeRuns(records: readonly number[]): readonly LargeRun[] {
  const folder = mkdtempSync(`${tmpdir()}/handover-bench-`);
  try {
    const outfile = `${folder}/large-run.cjs`;
    const entry = fileURLToPath(new URL("large-run.ts", import.meta.url));
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "cjs" });
    return records.map((count) => {
      const printed = execFileSync(process.execPath, [outfile, `${count}`], { encoding: "utf8" });
      return JSON.parse(printed) as LargeRun;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
