import { chromeTrace, chromeTraceText } from "../report/chrome-trace.ts";
import { colourWord } from "../report/names.ts";
import type { RunReport } from "../report/run-report.ts";
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
import { headOf } from "./run-report.ts";
import type { Simulator } from "./simulator.ts";
import { type ColourChoice, terminalOf } from "./terminal.ts";
import { TraceRecorder } from "./trace-recorder.ts";
import { unwritable, writeWhole } from "./write-whole.ts";

/** What `handover run` was asked for. */
export interface RunFlags {
  readonly seed?: number | undefined;
  readonly seeds?: number | undefined;
  readonly json?: "document" | "lines" | undefined;
  readonly trace?: string | undefined;
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
  const { stdout, stderr } = around.process;
  const blocked = flags.trace === undefined ? undefined : unwritable(flags.trace);
  if (blocked !== undefined) stderr.write(cannotWrite(flags.trace, blocked));
  const loaded = loadAll(files, around.version);
  if (!loaded.ok) stderr.write(loaded.text);
  if (!loaded.ok || blocked !== undefined) return EXIT.input;
  const printer = printerOf(flags, around);
  const codes: ExitCode[] = [];
  for (const file of loaded.scenarios) {
    const code = await runFile(file, flags, printer, around);
    if (code === EXIT.interrupted) return code;
    codes.push(code);
  }
  const code = worstOf(codes);
  stdout.write(printer.closes(code));
  return code;
}

async function runFile(
  { file, scenario, inputs }: LoadedFile,
  flags: RunFlags,
  printer: Printer,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr } = around.process;
  const head = headOf(file, scenario, inputs);
  const seeds = seedsOf(scenario, flags);
  const recorder = flags.trace === undefined ? undefined : new TraceRecorder();
  const progress = progressOf(seeds.length, flags, around);
  stdout.write(printer.begins(head));
  const came = await simulateFile({
    ...{ head, scenario, seeds, recorder, simulator: around.simulator },
    heard: (digest) => {
      stdout.write(printer.seed(file, digest));
      progress?.heard(digest);
    },
  });
  progress?.end();
  if (came === "interrupted") return EXIT.interrupted;
  if (isBroken(came)) {
    stderr.write(bugText({ ...came, file, inputs, version: around.version }));
    stdout.write(printer.broke({ file, bug: { seed: came.seed, message: came.thrown.message } }));
    return EXIT.bug;
  }
  stdout.write(printer.ends(came));
  const unwritten = recorder === undefined ? undefined : writeTrace(recorder, came, flags.trace);
  if (unwritten !== undefined) {
    stderr.write(cannotWrite(flags.trace, unwritten));
    return EXIT.input;
  }
  const dropped = recorder?.dropped ?? 0;
  if (dropped > 0) stderr.write(`handover: the trace lacks its last ${dropped} entries\n`);
  return exitCodeOf(came);
}

function isBroken(came: RunReport | Broken): came is Broken {
  return "thrown" in came;
}

function cannotWrite(path = "", reason: string): string {
  return `handover: cannot write ${path}: ${reason}\n`;
}

function printerOf(flags: RunFlags, { process, version }: Surroundings): Printer {
  if (flags.json === "document") return jsonPrinter(version);
  if (flags.json === "lines") return jsonLinesPrinter(version);
  const terminal = terminalOf(process.stdout, { ...flags, env: process.env });
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

/** Gives the reason if it cannot. */
function writeTrace(
  { entries }: TraceRecorder,
  { jobs }: RunReport,
  path = "",
): string | undefined {
  const { outgoing, incoming } = jobs;
  const labels = { outgoing: colourWord(outgoing.colour), incoming: colourWord(incoming.colour) };
  return writeWhole(path, chromeTraceText(chromeTrace(entries, labels)));
}
