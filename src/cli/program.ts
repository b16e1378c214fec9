import { Command, CommanderError, InvalidArgumentError, Option } from "@commander-js/extra-typings";
import { PROTOCOL_CHOICES } from "../scenario/protocol-choice.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type MatrixFlags, showMatrix } from "./matrix-command.ts";
import { packageVersion } from "./package-version.ts";
import { replayFolder } from "./replay-run.ts";
import { pageBeside, reportFile } from "./report-command.ts";
import { showRules } from "./rules-command.ts";
import { type RunFlags, runFiles, type Surroundings } from "./run-command.ts";
import { thrownOf } from "./seed-task.ts";
import type { Simulator } from "./simulator.ts";
import { validateFiles } from "./validate-command.ts";

/** Does what the arguments say and gives the exit code; never throws. */
export async function handover(
  args: readonly string[],
  simulator: Simulator,
  host: Surroundings["process"] = process,
): Promise<ExitCode> {
  tolerateClosedPipe(host.stdout);
  let code: ExitCode = EXIT.holds;
  const around = { process: host, simulator, version: packageVersion() };
  const program = commands(around, (came) => {
    code = came;
  });
  try {
    await program.parseAsync(args.map(spelled), { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.holds : EXIT.input;
    host.stderr.write(`handover: this is a bug in handover\n${thrownOf(error).stack}\n`);
    return EXIT.bug;
  }
}

const EXIT_CODES = `
Exit codes:
  0 holds, or came as the file expects   3 a property failed, or not as the file expects
  1 a bug in handover                    4 inconclusive
  2 bad input or usage                   130 interrupted`;

function commands(
  around: Surroundings,
  done: (code: ExitCode) => void,
): { parseAsync: ParseAsync } {
  const program = new Command("handover")
    .description("Simulates a blue/green hand-over between two Flink jobs and judges it.")
    .version(around.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => around.process.stdout.write(text),
      writeErr: (text) => around.process.stderr.write(text),
      outputError: (text, write) => write(inOurWords(text)),
    })
    .configureHelp({ optionTerm: ({ flags }) => (flags === "--json" ? "--json[=lines]" : flags) })
    .addHelpText("after", EXIT_CODES);
  addRun(program, around, done);
  program
    .command("validate")
    .description("check scenario files and what they name, without running them")
    .argument("<file...>", "scenario files")
    .action((files) => done(validateFiles(files, around)));
  program
    .command("report")
    .description("draw the page of a run that was saved, without running it again")
    .argument("<run.json>", "what handover run FILE --save wrote")
    .option("--output <out.html>", "where the page goes; beside the run unless set")
    .action(async (file, { output }) => {
      done(await reportFile(file, output ?? pageBeside(file), around));
    });
  addMatrix(program, around, done);
  addReplayRun(program, around, done);
  addRules(program, around, done);
  return program;
}

type ParseAsync = (args: readonly string[], options: { from: "user" }) => Promise<unknown>;

function addRun(program: Command, around: Surroundings, done: (code: ExitCode) => void): void {
  program
    .command("run")
    .description("simulate scenario files and say whether each hand-over was exactly-once")
    .argument("<file...>", "scenario files")
    .option("--seed <n>", "run this seed alone", seedOf)
    .addOption(
      new Option("--seeds <n>", "run so many seeds, on all cores, and show the worst")
        .argParser(seedCountOf)
        .conflicts("seed"),
    )
    .addOption(protocolOption("hand over in this way, whatever the file says"))
    .option("--json", "for programs: one document, or lines as they come")
    .addOption(new Option("--json-lines").hideHelp().conflicts("json"))
    .option("--report <out.html>", "write a page about the shown run, with why and what to change")
    .option("--junit <out.xml>", "write what came as JUnit, for CI")
    .option("--markdown <out.md>", "write what came as Markdown, for a pull request")
    .option("--annotations", "print GitHub's annotations of what failed")
    .option("--save <run.json>", "write the shown run for handover report")
    .option("--trace <out.json>", "write a trace of the shown run, which Perfetto opens")
    .addOption(new Option("--quiet", "the verdict's line alone").conflicts(["json", "jsonLines"]))
    .addOption(colourOption())
    .option("--ascii", "nothing but ASCII")
    .action(async (files, options, command) => {
      const { seed, seeds, trace, report, save, color, json, jsonLines, quiet, ascii } = options;
      const { junit, markdown, annotations, protocol } = options;
      for (const [name, path] of Object.entries({ trace, report, save })) {
        if (path !== undefined && files.length > 1) {
          command.error(`--${name} takes one scenario file`);
        }
      }
      if (report === "-" && (json === true || jsonLines === true)) {
        command.error("--report=- and --json both want stdout");
      }
      const form = jsonLines === true ? "lines" : json === true ? "document" : undefined;
      const choices = { quiet: quiet === true, ascii: ascii === true, color };
      const outputs = { trace, report, save, junit, markdown };
      const forCi = { annotations: annotations === true };
      const flags: RunFlags = {
        seed,
        seeds,
        protocol,
        ...outputs,
        json: form,
        ...choices,
        ...forCi,
      };
      done(await runFiles(files, flags, around));
    });
}

function addMatrix(program: Command, around: Surroundings, done: (code: ExitCode) => void): void {
  program
    .command("matrix")
    .description("run every protocol against every hazard and say which survives what")
    .argument("[folder]", "where the hazards are: scenarios that say hazard:", "scenarios")
    .option("--seeds <n>", "of each cell", seedCountOf, MATRIX_SEEDS)
    .option("--hazard <name>", "only hazards with that in their words or file name")
    .addOption(protocolOption("only this column"))
    .option("--markdown <out.md>", "write the table, and each cell in full")
    .option("--json <out.json>", "write the table for programs")
    .option("--html <out.html>", "write the table as a page")
    .addOption(colourOption())
    .option("--ascii", "nothing but ASCII")
    .action(async (folder, { seeds, hazard, protocol, markdown, json, html, color, ascii }) => {
      const outputs = { markdown, json, html };
      const choices = { seeds, hazard, protocol, color, ascii: ascii === true };
      const flags: MatrixFlags = { ...choices, ...outputs };
      done(await showMatrix(folder, flags, around));
    });
}

/** Of the table that is committed. */
const MATRIX_SEEDS = 10;

// The type is what commander infers of the choices.
function protocolOption(description: string) {
  return new Option("--protocol <name>", description).choices(PROTOCOL_CHOICES);
}

function addReplayRun(
  program: Command,
  around: Surroundings,
  done: (code: ExitCode) => void,
): void {
  program
    .command("replay-run")
    .description("simulate recorded hand-overs and compare what came")
    .argument("<dir>", "a folder of recordings: handovers.jsonl.gz and inputs/")
    .option("--json <file>", "write all results there too")
    .option("--only <pattern>", "only settings or runs whose name matches", patternOf)
    .option("--markdown", "a section for a README instead of a table")
    .addOption(colourOption())
    .option("--ascii", "nothing but ASCII")
    .action(async (folder, { json, only, markdown, color, ascii }) => {
      const choices = { markdown: markdown === true, ascii: ascii === true, color };
      done(await replayFolder(folder, { json, only, ...choices }, around));
    });
}

// The type is what commander infers of the choices and the default.
function colourOption() {
  return new Option("--color <when>", "colours on the terminal")
    .choices(["auto", "always", "never"] as const)
    .default("auto" as const);
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text, "i");
  } catch {
    throw new InvalidArgumentError("A regular expression is wanted.");
  }
}

function addRules(program: Command, around: Surroundings, done: (code: ExitCode) => void): void {
  program
    .command("rules")
    .description("list the rules of Flink, Kafka and Kubernetes, and what is made of them here")
    .argument("[id...]", 'one rule in full, as in "W13" or "fault 20"')
    .addOption(colourOption())
    .option("--ascii", "nothing but ASCII")
    .action((id, { color, ascii }) => {
      done(showRules(id, { color, ascii: ascii === true }, around));
    });
}

/** Commander would take the file after a bare `--json` for its value, so the two are two flags. */
function spelled(argument: string): string {
  return argument === "--json=lines" ? "--json-lines" : argument;
}

function inOurWords(text: string): string {
  const message = text
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (.*)\?\)/, "; did you mean $1?")
    .replaceAll("--json-lines", "--json=lines");
  return `handover: ${message}`;
}

function seedOf(text: string): number {
  return wholeNumber(text, 0, Number.MAX_SAFE_INTEGER);
}

/** A million digests fill the memory that Node has by default. */
function seedCountOf(text: string): number {
  return wholeNumber(text, 1, 1_000_000);
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new InvalidArgumentError(`A whole number from ${least} to ${most} is wanted.`);
}

/** `handover … | head` is no error. */
function tolerateClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}
