import { NoRecording } from "../explore/replay-run/recording.ts";
import { type ReplayedRun, replayRun } from "../explore/replay-run/replay-run.ts";
import { type RecordingFile, recordingFiles } from "./replay-run-files.ts";
import { type Thrown, thrownOf } from "./seed-task.ts";

/** Some seeds of one run of the folder. */
export interface ReplayTask {
  readonly run: string;
  readonly seeds: readonly number[];
}

/** What came of a task, as plain data that crosses threads; `bug` = of ours, else of the files. */
export type ReplayResult =
  | { readonly ok: true; readonly replays: readonly ReplayedRun[] }
  | { readonly ok: false; readonly bug: boolean; readonly thrown: Thrown };

/** Does tasks of one folder. */
export function replayTasks(folder: string): (task: ReplayTask) => ReplayResult {
  let files: ReadonlyMap<string, RecordingFile> | undefined;
  return ({ run, seeds }) => {
    try {
      files ??= new Map(recordingFiles(folder).map((file) => [file.recorded.run, file]));
      const { recorded, input } = files.get(run) as RecordingFile;
      const rows = input();
      return { ok: true, replays: seeds.map((seed) => replayRun(recorded, rows, seed)) };
    } catch (error) {
      return { ok: false, bug: !(error instanceof NoRecording), thrown: thrownOf(error) };
    }
  };
}
