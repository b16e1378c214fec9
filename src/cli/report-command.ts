import { loadReport } from "../explore/saved-report.ts";
import { printableLines } from "../report/text.ts";
import { formatIssue } from "../scenario/issue.ts";
import { readText, YAML_LIMIT_BYTES } from "../scenario/source-text.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { DiskFiles } from "./files.ts";
import { writePage } from "./report-model.ts";
import type { Surroundings } from "./run-command.ts";
import { unwritable } from "./write-whole.ts";

/** Draws a saved run again, without running anything. */
export async function reportFile(
  file: string,
  output: string,
  { process: { stdout, stderr }, version }: Surroundings,
): Promise<ExitCode> {
  const blocked = unwritable(output);
  if (blocked !== undefined) {
    stderr.write(`handover: cannot write ${output}: ${blocked}\n`);
    return EXIT.input;
  }
  const read = readText(file, new DiskFiles(version), YAML_LIMIT_BYTES);
  const loaded = read.ok
    ? loadReport(file, read.text)
    : { ok: false as const, issues: [read.issue] };
  if (!loaded.ok) {
    stderr.write(printableLines(`${loaded.issues.map(formatIssue).join("\n")}\n`));
    return EXIT.input;
  }
  const unwritten = await writePage(loaded.model, output);
  if (unwritten !== undefined) {
    stderr.write(`handover: cannot write ${output}: ${unwritten}\n`);
    return EXIT.input;
  }
  stdout.write(printableLines(`${output}\n`));
  return EXIT.holds;
}

/** Where the page goes unless the user says: beside the run, under its name. */
export function pageBeside(file: string): string {
  return `${file.replace(/\.json$/, "")}.html`;
}
