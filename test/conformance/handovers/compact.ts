/**
 * Makes the shipped recordings of a folder of them: `tsx test/conformance/handovers/compact.ts DIR`
 * writes one run a setting, the first of the most frequent verdict, with what a replay needs and
 * its input in columns.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { readRecordedInput } from "../../../src/explore/replay-run/recording.ts";
import { SHIPPED } from "../recordings.ts";

interface Line {
  readonly run: string;
  readonly setting: string;
  readonly status: string;
  readonly base: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
  readonly measured: Readonly<Record<string, unknown>>;
  readonly events: readonly (readonly unknown[])[];
}

const RESULT = ["verdict", "expected", "dup", "gap", "wrong", "gapNeverEmitted"];
const MEASURED = [
  "outRunning",
  "spTrigger",
  "spDone",
  "spId",
  "cmInitializing",
  "inSubmit",
  "inRunning",
  "toggle",
  "inStoppedAtEnd",
  "outStoppedAtEnd",
  "checkpoints",
];

const text = (path: string): string => gunzipSync(readFileSync(path)).toString("utf8");

function compact(folder: string): string {
  const lines = text(join(folder, "handovers.jsonl.gz"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const settings = new Map<string, Line[]>();
  for (const line of lines)
    settings.set(line.setting, [...(settings.get(line.setting) ?? []), line]);
  return [...settings.values()]
    .map((all) => {
      const chosen = mostFrequent(all);
      const others = all
        .filter((one) => one !== chosen)
        .map(({ result }) => picked(result, RESULT));
      return `${JSON.stringify({ ...compacted(chosen, folder), others })}\n`;
    })
    .join("");
}

function mostFrequent(lines: readonly Line[]): Line {
  const verdict = (line: Line): unknown => line.result["verdict"];
  const like = (line: Line): number => lines.filter((one) => verdict(one) === verdict(line)).length;
  return lines.reduce((best, line) => (like(line) > like(best) ? line : best));
}

function compacted(line: Line, folder: string): object {
  const { run, setting, status, base, settings, result, measured, events } = line;
  const { name: _n, expect: _e, rep: _r, seed: _s, ...set } = settings;
  const stored = events.find(
    ([, job, , , , what]) => job === "CM" && `${what}`.includes("WATERMARK_SET"),
  );
  return {
    ...{ run, setting, settings: set, status, base },
    result: picked(result, RESULT),
    measured: picked(measured, MEASURED),
    events: set["burstAfterToggleMs"] === undefined ? [] : [stored],
    input: columns(text(join(folder, "inputs", `${run}.csv.gz`))),
  };
}

function picked(from: Readonly<Record<string, unknown>>, keys: readonly string[]): object {
  return Object.fromEntries(keys.flatMap((key) => (key in from ? [[key, from[key]]] : [])));
}

function columns(csv: string): object {
  const input = readRecordedInput(csv);
  const keys = [...new Set(input.key)];
  return {
    keys,
    part: differences(input.partition),
    key: input.key.map((key) => keys.indexOf(key)),
    ets: differences(input.eventTime),
    append: differences(input.append),
  };
}

function differences(values: readonly number[]): readonly number[] {
  return values.map((value, row) => value - (values[row - 1] ?? 0));
}

const target = new URL("handovers/handovers.jsonl.gz", SHIPPED);
const level = constants.Z_BEST_COMPRESSION;
writeFileSync(target, gzipSync(compact(process.argv[2] ?? "."), { level }));
