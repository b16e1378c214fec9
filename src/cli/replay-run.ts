import { NoRecording } from "../explore/replay-run/recording.ts";
import { type ReplayedRun, replaySeeds } from "../explore/replay-run/replay-run.ts";
import {
  bySetting,
  isSettled,
  type ReplaySurvey,
  SETTLED_SEEDS,
  surveyOf,
  UNSETTLED_SEEDS,
} from "../explore/replay-run/survey.ts";
import { RECORDED_WITH, replaySection, replayTable } from "../report/replay-table.ts";
import { printed } from "../report/terminal.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { onAllCores } from "./on-all-cores.ts";
import { type RecordingFile, recordingFiles, recordingFolder } from "./replay-run-files.ts";
import type { ReplayResult, ReplayTask } from "./replay-run-task.ts";
import type { Surroundings } from "./run-command.ts";
import { type ColourChoice, terminalOf } from "./terminal.ts";
import { threadModule } from "./thread-module.ts";
import { unwritable, writeWhole } from "./write-whole.ts";

/** What `handover replay-run` was asked for. */
export interface ReplayFlags {
  readonly json: string | undefined;
  /** A regular expression that the name of a setting or of a run must match. */
  readonly only: RegExp | undefined;
  readonly markdown: boolean;
  readonly color: ColourChoice;
  readonly ascii: boolean;
}

/** Simulates every recorded run of the folder and says whether the goals are reached. */
export async function replayFolder(
  folder: string,
  flags: ReplayFlags,
  around: Surroundings,
): Promise<ExitCode> {
  const { stdout, stderr, env } = around.process;
  const refuse = (reason: string): ExitCode => {
    stderr.write(`handover: ${reason}\n`);
    return EXIT.input;
  };
  const blocked = flags.json === undefined ? undefined : unwritable(flags.json);
  if (blocked !== undefined) return refuse(`cannot write ${flags.json}: ${blocked}`);
  try {
    const there = recordingFolder(folder);
    const files = wanted(recordingFiles(there), flags.only);
    const came = await replayAll(there, files, stderr);
    if (came === "interrupted") return EXIT.interrupted;
    const survey = surveyOf(came);
    stdout.write(
      flags.markdown
        ? replaySection(survey)
        : printed(replayTable(survey), terminalOf(around.process.stdout, { ...flags, env })),
    );
    const unwritten = flags.json === undefined ? undefined : writeJson(flags.json, survey);
    if (unwritten !== undefined) return refuse(`cannot write ${flags.json}: ${unwritten}`);
    return survey.goals.every(({ isReached }) => isReached) ? EXIT.holds : EXIT.failed;
  } catch (error) {
    if (error instanceof NoRecording) return refuse(error.message);
    throw error;
  }
}

function wanted(files: readonly RecordingFile[], only: RegExp | undefined): RecordingFile[] {
  const kept = files.filter(
    ({ recorded: { setting, run } }) => only === undefined || only.test(setting) || only.test(run),
  );
  if (kept.length === 0) throw new NoRecording(`no run matches ${only?.source}`);
  return kept;
}

type Came = Parameters<typeof surveyOf>[0];

function replayAll(
  folder: string,
  files: readonly RecordingFile[],
  stderr: Surroundings["process"]["stderr"],
): Promise<Came | "interrupted"> {
  const settings = bySetting(files, ({ recorded }) => recorded.setting);
  const seedsOf = ({ recorded: { setting } }: RecordingFile): number => {
    const runs = settings.get(setting)?.map(({ recorded }) => recorded) ?? [];
    return isSettled(runs) ? SETTLED_SEEDS : UNSETTLED_SEEDS;
  };
  let done = 0;
  const tenth = (count: number): number => Math.floor((10 * count) / files.length);
  const threadWork = {
    module: threadModule("replay-run-worker"),
    name: "replay",
    tasks: files.length,
    workerData: folder,
  };
  return onAllCores<ReplayTask, ReplayResult, Came>(threadWork, (pool) =>
    Promise.all(
      files.map(async (file) => {
        const { recorded } = file;
        const seeds = replaySeeds(recorded.run, seedsOf(file));
        const replays = replaysOf(await pool.run({ run: recorded.run, seeds }));
        if (tenth(++done) > tenth(done - 1))
          stderr.write(`replay-run: ${done} of ${files.length} runs\n`);
        return { recorded, replays };
      }),
    ),
  );
}

function replaysOf(result: ReplayResult): readonly ReplayedRun[] {
  if (result.ok) return result.replays;
  if (!result.bug) throw new NoRecording(result.thrown.message);
  throw new Error(result.thrown.stack);
}

function writeJson(path: string, survey: ReplaySurvey): string | undefined {
  const document = { schema: "1.0", recordedWith: RECORDED_WITH, ...survey };
  return writeWhole(path, [`${JSON.stringify(document, undefined, 1)}\n`]);
}
