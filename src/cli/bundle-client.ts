import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The scripts that a page can have: with the simulator in it, or without. */
export type ClientName = "live" | "report";

/** One of them as one text, minified; the same sources give the same text. Needs the source tree. */
export async function bundledClient(name: ClientName): Promise<string> {
  const entry = fileURLToPath(new URL(`../report/client/${name}.ts`, import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  const [file] = outputFiles;
  return (file?.text ?? "").trimEnd();
}
