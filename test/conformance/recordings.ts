import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../../src/model/event-time.ts";
import { type Corpus, CorruptCase, type RecordedCase, type RecordedValues } from "./corpus.ts";

export type { RecordedValues } from "./corpus.ts";

/** The two releases that were recorded; "both" stands for a case they answer identically. */
export type RecordedVersion = "1.20.3" | "2.3.0";

/** One case: a real Flink class was configured, then driven step by step. */
export interface Recording {
  readonly id: string;
  readonly corpus: string;
  readonly flink: "both" | RecordedVersion;
  readonly config: RecordedValues;
  /** In a step `out` is what came out; keys that begin with `=` are further results. */
  readonly steps: readonly RecordedValues[];
}

/** The recordings that the project ships. */
export const SHIPPED: URL = new URL("./cases/", import.meta.url);

/** A file of recordings that cannot be read; its message says which file and line. */
export class CorruptFile extends Error {}

/**
 * All cases of one file, compressed or not, one JSON object a line. Throws a `CorruptFile` when it
 * cannot be read, holds a line that is no case, or holds none at all.
 */
export function readCases(path: string | URL, read: Corpus["read"]): readonly RecordedCase[] {
  const cases: RecordedCase[] = [];
  for (const [index, line] of linesOf(path).entries()) {
    if (line === "") continue;
    try {
      cases.push(read(objectOf(line), path));
    } catch (error) {
      if (!(error instanceof CorruptCase || error instanceof SyntaxError)) throw error;
      throw new CorruptFile(`${nameOf(path)}:${index + 1}: ${error.message}`);
    }
  }
  if (cases.length === 0) throw new CorruptFile(`${nameOf(path)}: holds no case`);
  return cases;
}

/**
 * All cases of one shipped corpus, e.g. `valve`, or `folder/corpus` when two folders have the same
 * name. Throws when the corpus is absent, held twice or empty, so no suite passes on nothing.
 */
export function recordings(corpus: string): readonly Recording[] {
  return readCases(fileOf(corpus), flinkCase).map((one) => one.fields as unknown as Recording);
}

/** The releases that a case speaks for; run it under each of them. */
export function versionsOf(recording: Recording): readonly RecordedVersion[] {
  return recording.flink === "both" ? ["1.20.3", "2.3.0"] : [recording.flink];
}

/** A case of `flink-classes`: `id`, `flink` ("both" or one release), `config`, `steps`. */
export function flinkCase(line: RecordedValues): RecordedCase {
  const flink = line["flink"];
  if (typeof flink !== "string") throw new CorruptCase(`no "flink" in the case`);
  if (!Array.isArray(line["steps"])) throw new CorruptCase(`no "steps" in the case`);
  if (typeof line["config"] !== "object") throw new CorruptCase(`no "config" in the case`);
  const versions = flink === "both" ? ["1.20.3", "2.3.0"] : [flink];
  return { id: textOf(line, "id"), versions, fields: line };
}

/** A required text of a case. */
export function textOf(line: RecordedValues, field: string): string {
  const text = line[field];
  if (typeof text !== "string") throw new CorruptCase(`no "${field}" in the case`);
  return text;
}

/** A recorded time: a number, "MIN", "MAX" or, beyond 2^53, a decimal string (read as a double). */
export function time(recorded: unknown): EventTime {
  if (typeof recorded === "number") return recorded;
  if (recorded === "MIN") return MIN_WATERMARK;
  if (recorded === "MAX") return MAX_WATERMARK;
  if (isDecimal(recorded)) return Number(recorded);
  throw new Error(`not a recorded time: ${JSON.stringify(recorded)}`);
}

/** A long that was written as text because it lies beyond 2^53. */
export function isDecimal(recorded: unknown): recorded is string {
  return typeof recorded === "string" && /^-?\d+$/.test(recorded);
}

function linesOf(path: string | URL): readonly string[] {
  try {
    const bytes = readFileSync(path);
    const isCompressed = nameOf(path).endsWith(".gz");
    return (isCompressed ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
  } catch (error) {
    throw new CorruptFile(`${nameOf(path)}: ${(error as Error).message}`);
  }
}

function objectOf(line: string): RecordedValues {
  const value: unknown = JSON.parse(line);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as RecordedValues;
  }
  throw new CorruptCase("no JSON object");
}

function fileOf(corpus: string): URL {
  const files = corpus.includes("/")
    ? [new URL(`${corpus}.jsonl.gz`, SHIPPED)]
    : readdirSync(SHIPPED, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((folder) => new URL(`${folder.name}/${corpus}.jsonl.gz`, SHIPPED));
  const found = files.filter((file) => existsSync(file));
  if (found.length !== 1)
    throw new Error(`corpus ${corpus}: ${found.length} files in ${SHIPPED.pathname}`);
  return found[0] as URL;
}

function nameOf(path: string | URL): string {
  return typeof path === "string" ? path : path.pathname;
}
