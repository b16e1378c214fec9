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
import { makeReport, writePage, writeSaved } from "./report-model.ts";
import { ReportProgress } from "./report-progress.ts";
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
  /** Where the report's page goes. */
  readonly report?: string | undefined;
  /** Where the run goes from which the page can be drawn again. */
  readonly save?: string | undefined;
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
  const blocked = [flags.trace, flags.report, flags.save].flatMap((path) => {
    const reason = path === undefined ? undefined : unwritable(path);
    return reason === undefined ? [] : [cannotWrite(path, reason)];
  });
  stderr.write(blocked.join(""));
  const loaded = loadAll(files, around.version);
  if (!loaded.ok) stderr.write(loaded.text);
  if (!loaded.ok || blocked.length > 0) return EXIT.input;
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
  loaded: LoadedFile,
  flags: RunFlags,
  printer: Printer,
  around: Surroundings,
): Promise<ExitCode> {
  const { file, scenario, inputs } = loaded;
  const { stdout, stderr } = around.process;
  const head = headOf(file, scenario, inputs);
  const seeds = seedsOf(scenario, flags);
  const recorder = flags.trace === undefined ? undefined : new TraceRecorder();
  const progress = progressOf(seeds.length, flags, around);
  stdout.write(printer.begins(head));
  const ran = await simulateFile({
    ...{ head, scenario, seeds, recorder, simulator: around.simulator },
    heard: (digest) => {
      stdout.write(printer.seed(file, digest));
      progress?.heard(digest);
    },
  });
  progress?.end();
  if (ran === "interrupted") return EXIT.interrupted;
  const came = isBroken(ran) ? ran : withModel(loaded, ran, flags, around);
  if (isBroken(came)) {
    stderr.write(bugText({ ...came, file, inputs, version: around.version }));
    stdout.write(printer.broke({ file, bug: { seed: came.seed, message: came.thrown.message } }));
    return EXIT.bug;
  }
  stdout.write(printer.ends(came));
  const unwritten = await writeAll(came, recorder, flags);
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

/** Gives what stands against it as soon as one of the files cannot be written. */
async function writeAll(
  came: RunReport,
  recorder: TraceRecorder | undefined,
  { trace, report, save }: RunFlags,
): Promise<string | undefined> {
  const { model } = came;
  const attempts: readonly (readonly [string | undefined, () => Awaitable<string | undefined>])[] =
    [
      [trace, () => recorder && writeTrace(recorder, came, trace)],
      [report, () => model && writePage(model, report ?? "")],
      [save, () => model && writeSaved(model, save ?? "")],
    ];
  for (const [path, write] of attempts) {
    const reason = path === undefined ? undefined : await write();
    if (reason !== undefined) return cannotWrite(path, reason);
  }
  return undefined;
}

type Awaitable<T> = T | Promise<T>;

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
