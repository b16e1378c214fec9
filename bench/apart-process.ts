import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

export interface Apart {
  readonly millis: number;
  /** The largest resident set of its process. */
  readonly megabytes: number;
}

/** Takes figures of `apart.ts`, each in a process of its own, one after the other. */
export function apart(figures: readonly (readonly [name: string, size: number])[]): Apart[] {
  const folder = mkdtempSync(`${tmpdir()}/handover-bench-`);
  try {
    const outfile = `${folder}/apart.cjs`;
    const entry = fileURLToPath(new URL("apart.ts", import.meta.url));
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: "node", format: "cjs" });
    return figures.map(([name, size]) => {
      const call = [outfile, name, `${size}`];
      return JSON.parse(execFileSync(process.execPath, call, { encoding: "utf8" })) as Apart;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
