import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  embeddedInputOf,
  NoRecording,
  type RecordedInput,
  type RecordedLine,
  type RecordedRun,
  readRecordedInput,
  readRecording,
  recordedRunOf,
} from "../explore/replay-run/recording.ts";
import { reasonOf } from "./files.ts";

/** A recorded run and where its input is. */
export interface RecordingFile {
  readonly recorded: RecordedRun;
  /** Reads the input. Throws `NoRecording`. */
  readonly input: () => RecordedInput;
}

const FILES = ["handovers.jsonl.gz", "handovers.jsonl"] as const;

/**
 * The runs of a folder: `handovers.jsonl`, and each run's input beside it in `inputs` unless the
 * line holds it. A run that ended in an error of the test bed is none. Throws `NoRecording`.
 */
export function recordingFiles(folder: string): readonly RecordingFile[] {
  const name = FILES.find((file) => existsSync(join(folder, file)));
  if (name === undefined) throw new NoRecording(`${folder}: holds no ${FILES.join(" or ")}`);
  const path = join(folder, name);
  const lines = textOf(path).split("\n");
  const files = lines.flatMap((line, index): RecordingFile[] => {
    if (line === "") return [];
    try {
      const recorded = recordedRunOf(readRecording(line));
      if (recorded === undefined) return [];
      return [{ recorded, input: () => inputOf(folder, recorded.run, readRecording(line)) }];
    } catch (error) {
      if (!(error instanceof NoRecording)) throw error;
      throw new NoRecording(`${path}:${index + 1}: ${error.message}`);
    }
  });
  if (files.length === 0) throw new NoRecording(`${path}: holds no run`);
  return files;
}

/** Folders named `handovers` with recordings, at or below that one. */
export function recordingFolder(folder: string): string {
  if (FILES.some((file) => existsSync(join(folder, file)))) return folder;
  const below = listed(folder).find((entry) => FILES.some((file) => entry.endsWith(`/${file}`)));
  return below === undefined ? folder : join(folder, below, "..");
}

function listed(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return entries.map((entry) => entry.replaceAll("\\", "/")).sort();
  } catch (error) {
    throw new NoRecording(`${folder}: ${reasonOf(error)}`);
  }
}

/** The input of a run of that folder. Throws `NoRecording`. */
export function inputOf(folder: string, run: string, line: RecordedLine): RecordedInput {
  const embedded = embeddedInputOf(line);
  if (embedded !== undefined) return embedded;
  const names = [`${run}.csv.gz`, `${run}.csv`].map((name) => join(folder, "inputs", name));
  const path = names.find((name) => existsSync(name));
  if (path === undefined) throw new NoRecording(`${folder}: has no input of run ${run}`);
  try {
    return readRecordedInput(textOf(path));
  } catch (error) {
    if (!(error instanceof NoRecording)) throw error;
    throw new NoRecording(`${path}: ${error.message}`);
  }
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  } catch (error) {
    throw new NoRecording(`${path}: ${reasonOf(error)}`);
  }
}
