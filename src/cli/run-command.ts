import { annotationLines } from "../report/annotations.ts";
import type { BrokenRun } from "../report/json.ts";
import type { RunReport } from "../report/run-report.ts";
import type { ProtocolChoice } from "../scenario/protocol-choice.ts";
import { bugText } from "./bug-report.ts";
import { EXIT, type ExitCode, exitCodeOf, worstOf } from "./exit-code.ts";
import { type Broken, seedsOf, simulateFile } from "./file-run.ts";
import { type LoadedFile, loadAll } from "./load-all.ts";
import {
  jsonLinesPrinter,
  jsonPrinter,
  type Printer,
  quietPrinter,
  textPrinter,
} from "./printer.ts";
import { SeedProgress } from "./progress.ts";
import { makeReport } from "./report-model.ts";
import { ReportProgress } from "./report-progress.ts";
import {
  blockedOutputs,
  drawnPage,
  type OutputFlags,
  STDOUT,
  writeOutputs,
  writeSummaries,
} from "./run-outputs.ts";
import { headOf } from "./run-report.ts";
import type { Simulator } from "./simulator.ts";
import { type ColourChoice, terminalOf } from "./terminal.ts";
import { TraceRecorder } from "./trace-recorder.ts";

/** What `handover run` was asked for. */
export interface RunFlags extends OutputFlags {
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  /** Instead of the file's own. */
  readonly protocol?: ProtocolChoice | undefined;
  readonly json?: "document" | "lines" | undefined;
  /** GitHub's workflow commands among what is printed. */
  readonly annotations: boolean;
  readonly quiet: boolean;
  readonly color: ColourChoice;
  readonly ascii: boolean;
}

/** What the command lives in. */
export interface Surroundings {
  readonly process: Pick<NodeJS.Process, "stdout" | "stderr" | "env">;
  readonly simulator: Simulator;
  readonly version: string;
}

/** Simulates each file and says what came; nothing is run unless all files are in order. */
export async function runFiles(
  files: readonly string[],
  flags: RunFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { stderr } = around.process;
  const blocked = blockedOutputs(flags);
  stderr.write(blocked);
  const loaded = loadAll(files, around.version, flags.protocol);
  if (!loaded.ok) stderr.write(loaded.text);
  if (!loaded.ok || blocked !== "") return EXIT.input;
  const printer = printerOf(flags, around);
  const runs: (RunReport | BrokenRun)[] = [];
  const codes: ExitCode[] = [];
  for (const file of loaded.scenarios) {
    const code = await runFile(file, flags, printer, around, (run) => runs.push(run));
    if (code === EXIT.interrupted) return code;
    codes.push(code);
  }
  const unwritten = writeSummaries(runs, flags);
  stderr.write(unwritten);
  const code = unwritten === "" ? worstOf(codes) : EXIT.input;
  printedTo(flags, around).write(printer.closes(code));
  return code;
}

/** The page has stdout to itself where it goes there. */
function printedTo(
  { report }: RunFlags,
  { process: { stdout, stderr } }: Surroundings,
): NodeJS.WriteStream {
  return report === STDOUT ? stderr : stdout;
}

async function runFile(
  loaded: LoadedFile,
  flags: RunFlags,
  printer: Printer,
  around: Surroundings,
  ended: (run: RunReport | BrokenRun) => void,
): Promise<ExitCode> {
  const { file, scenario, inputs } = loaded;
  const { stdout, stderr } = around.process;
  const out = printedTo(flags, around);
  const head = { ...headOf(file, scenario, inputs), under: flags.protocol };
  const seeds = seedsOf(scenario, flags);
  const recorder = flags.trace === undefined ? undefined : new TraceRecorder();
  const progress = progressOf(seeds.length, flags, around);
  out.write(printer.begins(head));
  const ran = await simulateFile({
    ...{ head, scenario, seeds, recorder, simulator: around.simulator },
    heard: (digest) => {
      out.write(printer.seed(file, digest));
      progress?.heard(digest);
    },
  });
  progress?.end();
  if (ran === "interrupted") return EXIT.interrupted;
  const made = isBroken(ran) ? ran : withModel(loaded, ran, flags, around);
  if (isBroken(made)) {
    stderr.write(bugText({ ...made, file, inputs, version: around.version }));
    const bug = { file, bug: { seed: made.seed, message: made.thrown.message } };
    ended(bug);
    annotate(bug, flags, around);
    out.write(printer.broke(bug));
    return EXIT.bug;
  }
  const page = await drawnPage(loaded, made, flags, around.version);
  const came = { ...made, ...pageOf(flags, page) };
  ended(came);
  annotate(came, flags, around);
  out.write(printer.ends(came));
  const unwritten = writeOutputs({ loaded, came, page, recorder, flags, stdout });
  if (unwritten !== undefined) {
    stderr.write(unwritten);
    return EXIT.input;
  }
  const dropped = recorder?.dropped ?? 0;
  if (dropped > 0) stderr.write(`handover: the trace lacks its last ${dropped} entries\n`);
  return exitCodeOf(came);
}

/** With its report in full, if something is made of it. */
function withModel(
  loaded: LoadedFile,
  ran: RunReport,
  flags: RunFlags,
  { process: { stderr, env }, simulator, version }: Surroundings,
): RunReport | Broken {
  if (flags.report === undefined && flags.save === undefined) return ran;
  const terminal = terminalOf(stderr, { ...flags, env });
  const progress = flags.quiet
    ? undefined
    : new ReportProgress(stderr, terminal, env["TERM"] === "dumb");
  const made = makeReport(loaded, ran, version, simulator, (done, most) =>
    progress?.heard(done, most),
  );
  progress?.end();
  if (made.ok) return { ...ran, model: made.model };
  return { seed: ran.shown.seed, thrown: made.thrown, place: "while its report was made" };
}

/** Before the report, so that the verdict stays the last line; GitHub reads both streams. */
function annotate(
  run: RunReport | BrokenRun,
  { annotations, json, report }: RunFlags,
  { process: { stdout, stderr } }: Surroundings,
): void {
  if (!annotations) return;
  const isTaken = json !== undefined || report === STDOUT;
  (isTaken ? stderr : stdout).write(annotationLines(run));
}

function pageOf({ report }: RunFlags, page: string | undefined): Pick<RunReport, "page"> {
  if (report === undefined || report === STDOUT || page === undefined) return {};
  return { page: { path: report, bytes: Buffer.byteLength(page) } };
}

function isBroken(came: RunReport | Broken): came is Broken {
  return "thrown" in came;
}

function printerOf(flags: RunFlags, around: Surroundings): Printer {
  const { process, version } = around;
  if (flags.json === "document") return jsonPrinter(version);
  if (flags.json === "lines") return jsonLinesPrinter(version);
  const terminal = terminalOf(printedTo(flags, around), { ...flags, env: process.env });
  return flags.quiet ? quietPrinter(terminal) : textPrinter(terminal);
}

/** One seed has no progress to speak of. */
function progressOf(
  seeds: number,
  flags: RunFlags,
  { process: { stderr, env } }: Surroundings,
): SeedProgress | undefined {
  if (seeds < 2 || flags.quiet) return undefined;
  const terminal = terminalOf(stderr, { ...flags, env });
  return new SeedProgress(stderr, terminal, env["TERM"] === "dumb", seeds);
}
