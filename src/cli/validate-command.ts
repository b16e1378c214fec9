import { countOf } from "../report/quantity.ts";
import { printableLines } from "../report/text.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { loadAll } from "./load-all.ts";
import type { Surroundings } from "./run-command.ts";

/** Reads the files as `run` would and runs nothing. */
export function validateFiles(files: readonly string[], around: Surroundings): ExitCode {
  const { stdout, stderr } = around.process;
  const loaded = loadAll(files, around.version);
  if (!loaded.ok) {
    stderr.write(loaded.text);
    return EXIT.input;
  }
  const lines = loaded.scenarios.flatMap(({ file, scenario, notes }) => [
    `${file}  ok`,
    ...notes.map((note) => `  ${note}`),
    ...scenario.importedButNotModelled.map((key) => `  ${key} has no part in the model`),
  ]);
  const total = countOf(loaded.scenarios.length, "files").replaceAll("\u00a0", " ");
  stdout.write(printableLines(`${[...lines, `${total} in order`].join("\n")}\n`));
  return EXIT.holds;
}
