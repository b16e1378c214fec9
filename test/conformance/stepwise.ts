import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../../src/model/event-time.ts";
import {
  type FlinkVersionRules,
  flinkVersionRules,
} from "../../src/model/watermark/version-rules.ts";
import {
  type Corpus,
  type Difference,
  EQUAL,
  type LeftOut,
  NotSupported,
  type PlantedFault,
  type RecordedValues,
  type Replay,
} from "./corpus.ts";
import { flinkCase, isDecimal, time } from "./recordings.ts";

/** What our class answers to one step: `out` in order, and the recording's `=` results. */
export interface Answer {
  readonly out: unknown;
  readonly [result: `=${string}`]: unknown;
}

/** Takes the steps of one case, one by one. */
export type Driver = (step: RecordedValues) => Answer;

/** Builds our class as the case's configuration says, under the rules of one release. */
export type Adapter = (
  config: RecordedValues,
  rules: FlinkVersionRules,
  steps: readonly RecordedValues[],
) => Driver;

/** Reads a recorded time. */
export type ReadTime = (recorded: unknown) => EventTime;

/** What a corpus of `flink-classes` needs beside the harness. */
export interface StepwiseCorpus {
  /** The file's name in `flink-classes`. */
  readonly name: string;
  readonly rules: readonly string[];
  /** The operations that the adapter knows; another one is not supported. */
  readonly ops: readonly string[];
  readonly adapter: Adapter;
  readonly faults: Readonly<Record<string, Adapter>>;
  /** How times are read; `time` unless the unit only compares them. */
  readonly read?: ReadTime;
  /** Brings both sides' outputs into one form, where their order is not Flink's to promise. */
  readonly normal?: (out: readonly RecordedValues[], config: RecordedValues) => unknown;
}

/** A corpus whose cases are a configuration and steps with their outputs. */
export function stepwiseCorpus(options: StepwiseCorpus): Corpus {
  const { name, rules, faults } = options;
  const planted = ([fault, adapter]: [string, Adapter]): PlantedFault => ({
    name: fault,
    replay: replayWith(adapter, options),
  });
  return {
    name: `flink-classes/${name}`,
    file: `flink-classes/${name}`,
    rules,
    read: flinkCase,
    replay: replayWith(options.adapter, options),
    faults: Object.entries(faults).map(planted),
  };
}

/**
 * For units that only compare times: a double cannot tell the milliseconds next to Long.MIN_VALUE
 * and Long.MAX_VALUE apart, so they are pulled apart, in their order, before anybody sees them.
 */
export function spreadTime(recorded: unknown): EventTime {
  if (!isDecimal(recorded)) return time(recorded);
  const exact = BigInt(recorded);
  const end = 2n ** 63n;
  const distance = exact < 0n ? Number(exact + end) : Number(end - 1n - exact);
  if (distance > 2 ** 20) throw new NotSupported(`the time ${recorded} is beside neither end`);
  return exact < 0n ? MIN_WATERMARK + distance * 4096 : MAX_WATERMARK - distance * 4096;
}

function replayWith(adapter: Adapter, options: StepwiseCorpus): Replay {
  const { read = time, normal, ops } = options;
  return ({ fields }, version) => {
    const config = fields["config"] as RecordedValues;
    const steps = fields["steps"] as readonly RecordedValues[];
    const drive = adapter(config, flinkVersionRules(version), steps);
    const inOneForm = (field: string, result: unknown): unknown =>
      field === "out" && normal !== undefined && Array.isArray(result)
        ? normal(result, config)
        : result;
    for (const [index, step] of steps.entries()) {
      if ("op" in step && !ops.includes(String(step["op"]))) {
        throw new NotSupported(`the operation ${step["op"]}`);
      }
      const found = differenceAt(index, step, drive(step), read, inOneForm);
      if (found === undefined) continue;
      return (read === time ? beyondDoubles(steps.slice(0, index + 1)) : undefined) ?? found;
    }
    return EQUAL;
  };
}

function differenceAt(
  step: number,
  recorded: RecordedValues,
  answer: Answer,
  read: ReadTime,
  inOneForm: (field: string, result: unknown) => unknown,
): Difference | undefined {
  const results = Object.keys(recorded).filter((key) => key === "out" || key.startsWith("="));
  // From both sides: a result that only one of them has is a difference.
  for (const field of new Set([...results, ...Object.keys(answer)])) {
    const expected = inOneForm(field, withTimes(recorded[field], read));
    const actual = inOneForm(field, answer[field as keyof Answer]);
    if (JSON.stringify(expected) !== JSON.stringify(actual)) {
      return { kind: "different", step, field, expected, actual };
    }
  }
  return undefined;
}

/** Puts each run of outputs that `groupOf` gives the same group into one fixed order. */
export function sortedRuns(
  out: readonly RecordedValues[],
  groupOf: (one: RecordedValues) => string | undefined,
): readonly RecordedValues[] {
  const sorted: RecordedValues[] = [];
  for (let from = 0; from < out.length; ) {
    const group = groupOf(out[from] as RecordedValues);
    let to = from + 1;
    while (group !== undefined && to < out.length && groupOf(out[to] as RecordedValues) === group) {
      to++;
    }
    sorted.push(...out.slice(from, to).sort(byText));
    from = to;
  }
  return sorted;
}

function byText(a: RecordedValues, b: RecordedValues): number {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function withTimes(recorded: unknown, read: ReadTime): unknown {
  if (Array.isArray(recorded)) {
    const values = recorded.map((one) => withTimes(one, read));
    // A list of names is what a Java HashMap held: a set.
    return values.length > 0 && values.every((one) => typeof one === "string")
      ? values.sort()
      : values;
  }
  if (recorded === "MIN" || recorded === "MAX" || isDecimal(recorded)) return read(recorded);
  if (typeof recorded !== "object" || recorded === null) return recorded;
  return Object.fromEntries(
    Object.entries(recorded).map(([key, value]) => [key, withTimes(value, read)]),
  );
}

/** Why two longs that differ can be one double: the model's event time is a double. */
function beyondDoubles(steps: readonly RecordedValues[]): LeftOut | undefined {
  const found = /"(-?\d{16,})"/g;
  for (const [, text] of JSON.stringify(steps).matchAll(found)) {
    if (text === undefined || BigInt(Number(text)) === BigInt(text)) continue;
    return {
      kind: "left out",
      reason: "a time that no double can hold, 292 million years from 1970; no record is there",
    };
  }
  return undefined;
}
