import { cellOf, refusedCell } from "../explore/matrix/cell.ts";
import { byTheme, type Matrix, type MatrixRow } from "../explore/matrix/matrix.ts";
import { seedsFrom } from "../explore/run-many.ts";
import { matrixPage } from "../report/html/matrix/matrix-page.ts";
import { matrixJson } from "../report/matrix/matrix-json.ts";
import { matrixMarkdown } from "../report/matrix/matrix-markdown.ts";
import { hazardDetails, matrixTable } from "../report/matrix/matrix-text.ts";
import { printed } from "../report/terminal.ts";
import { printable, printableLines } from "../report/text.ts";
import { didYouMean } from "../scenario/nearest.ts";
import { PROTOCOL_CHOICES, type ProtocolChoice } from "../scenario/protocol-choice.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type CellScenario, cellScenario, type HazardFile, hazardFiles } from "./matrix-files.ts";
import { runCells } from "./matrix-runner.ts";
import type { Surroundings } from "./run-command.ts";
import { type ColourChoice, terminalOf } from "./terminal.ts";
import { unwritable, writeWhole } from "./write-whole.ts";

/** What `handover matrix` was asked for. */
export interface MatrixFlags {
  readonly seeds: number;
  /** A part of a hazard's words or of its file's name. */
  readonly hazard: string | undefined;
  readonly protocol: ProtocolChoice | undefined;
  readonly markdown: string | undefined;
  readonly json: string | undefined;
  readonly html: string | undefined;
  readonly color: ColourChoice;
  readonly ascii: boolean;
}

/** Runs every protocol against every hazard of the folder and says how they fare. */
export async function showMatrix(
  folder: string,
  flags: MatrixFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env } = around.process;
  const refuse = (text: string): ExitCode => {
    stderr.write(printableLines(text));
    return EXIT.input;
  };
  for (const path of [flags.markdown, flags.json, flags.html]) {
    const blocked = path === undefined ? undefined : unwritable(path);
    if (blocked !== undefined) return refuse(`handover: cannot write ${path}: ${blocked}\n`);
  }
  const found = hazardFiles(folder, around.version);
  if (!found.ok) return refuse(found.text);
  const hazards = wanted(found.hazards, flags.hazard);
  if (hazards.length === 0) return refuse(unknownHazard(found.hazards, flags.hazard ?? ""));
  const matrix = await runMatrix(hazards, flags, around);
  if (matrix === "interrupted") return EXIT.interrupted;
  const terminal = terminalOf(stdout, { ...flags, env });
  const [only] = matrix.rows;
  const isOne = matrix.rows.length === 1 && only !== undefined;
  const lines = isOne ? hazardDetails(only, matrix) : matrixTable(matrix, terminal.columns);
  stdout.write(printed(lines, terminal));
  const unwritten = writeMatrix(matrix, flags);
  return unwritten === undefined ? EXIT.holds : refuse(unwritten);
}

function wanted(hazards: readonly HazardFile[], part: string | undefined): readonly HazardFile[] {
  if (part === undefined) return hazards;
  const text = part.toLowerCase();
  return hazards.filter(({ file, scenario }) =>
    [file, scenario.hazard?.what ?? ""].some((name) => name.toLowerCase().includes(text)),
  );
}

function unknownHazard(hazards: readonly HazardFile[], part: string): string {
  const names = hazards.map(
    ({ file }) =>
      file
        .split("/")
        .at(-1)
        ?.replace(/\.ya?ml$/, "") ?? "",
  );
  const hint = didYouMean(part, names);
  return `handover: no hazard matches "${printable(part)}"${hint === undefined ? "" : `; ${hint}`}\n`;
}

/** All cells of those hazards; the same for the same files, seeds and version. */
async function runMatrix(
  hazards: readonly HazardFile[],
  { seeds, protocol }: MatrixFlags,
  { process: { stderr }, version }: Surroundings,
): Promise<Matrix | "interrupted"> {
  const protocols = PROTOCOL_CHOICES.filter((one) => protocol === undefined || one === protocol);
  const planned = hazards.map((hazard) => ({
    hazard,
    cells: protocols.map((one) => cellScenario(hazard, one, version)),
  }));
  const runnable = planned.flatMap(({ cells }) => cells.flatMap((cell) => (cell.ok ? [cell] : [])));
  const tenth = (count: number): number => Math.floor((10 * count) / runnable.length);
  const came = await runCells(
    runnable.map(({ scenario: { options, properties } }) => ({
      scenario: { options, properties },
      seeds: seedsFrom(1, seeds),
    })),
    (done) => {
      if (tenth(done) === tenth(done - 1) || runnable.length < 20) return;
      stderr.write(`matrix: ${done} of ${runnable.length} cells\n`);
    },
  );
  if (came === "interrupted") return came;
  const trials = new Map(runnable.map((cell, i) => [cell as CellScenario, came[i] ?? []]));
  const rows = planned.flatMap(({ hazard: { file, scenario }, cells }): MatrixRow[] => {
    if (scenario.hazard === undefined) return [];
    const { question, hazard } = scenario;
    const row = cells.map((cell) => {
      if (cell.ok) return cellOf(trials.get(cell) ?? []);
      return refusedCell(cell.reason, cell.setting);
    });
    return [{ file, ...hazard, question, cells: row }];
  });
  return { seeds, protocols, rows: byTheme(rows) };
}

/** Gives what stands against it. */
function writeMatrix(matrix: Matrix, { markdown, json, html }: MatrixFlags): string | undefined {
  const texts: readonly (readonly [string | undefined, () => string])[] = [
    [markdown, () => matrixMarkdown(matrix, folderOf(markdown ?? ""))],
    [json, () => matrixJson(matrix)],
    [html, () => matrixPage(matrix)],
  ];
  for (const [path, text] of texts) {
    const reason = path === undefined ? undefined : writeWhole(path, [text()]);
    if (reason !== undefined) return `handover: cannot write ${path}: ${reason}\n`;
  }
  return undefined;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
