import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../../src/model/event-time.ts";

/** The two releases that were recorded; "both" stands for a case they answer identically. */
export type RecordedVersion = "1.20.3" | "2.3.0";

/** Any JSON object of a recording: a configuration, a step or an output. */
export type RecordedValues = Readonly<Record<string, unknown>>;

/** One case: a real Flink class was configured, then driven step by step. */
export interface Recording {
  readonly id: string;
  readonly corpus: string;
  readonly flink: "both" | RecordedVersion;
  readonly config: RecordedValues;
  /** In a step `out` is what came out; keys that begin with `=` are further results. */
  readonly steps: readonly RecordedValues[];
}

const cases = new URL("./cases/", import.meta.url);

/**
 * All cases of one corpus, e.g. `valve`, or `folder/corpus` when two folders have the same name.
 * Throws when the corpus is absent, held twice or empty, so no suite passes on nothing.
 */
export function recordings(corpus: string): readonly Recording[] {
  const lines = gunzipSync(readFileSync(fileOf(corpus)))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  if (lines.length === 0) throw new Error(`no case in corpus ${corpus}`);
  return lines.map((line) => JSON.parse(line) as Recording);
}

/** The releases that a case speaks for; run it under each of them. */
export function versionsOf(recording: Recording): readonly RecordedVersion[] {
  return recording.flink === "both" ? ["1.20.3", "2.3.0"] : [recording.flink];
}

/** A recorded time: a number, "MIN", "MAX" or, beyond 2^53, a decimal string (read as a double). */
export function time(recorded: unknown): EventTime {
  if (typeof recorded === "number") return recorded;
  if (recorded === "MIN") return MIN_WATERMARK;
  if (recorded === "MAX") return MAX_WATERMARK;
  if (typeof recorded === "string" && /^-?\d+$/.test(recorded)) return Number(recorded);
  throw new Error(`not a recorded time: ${JSON.stringify(recorded)}`);
}

function fileOf(corpus: string): URL {
  const files = corpus.includes("/")
    ? [new URL(`${corpus}.jsonl.gz`, cases)]
    : readdirSync(cases, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((folder) => new URL(`${folder.name}/${corpus}.jsonl.gz`, cases));
  const found = files.filter((file) => existsSync(file));
  if (found.length !== 1)
    throw new Error(`corpus ${corpus}: ${found.length} files in ${cases.pathname}`);
  return found[0] as URL;
}
