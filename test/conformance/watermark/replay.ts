import { type EventTime, MAX_WATERMARK, MIN_WATERMARK } from "../../../src/model/event-time.ts";
import {
  type FlinkVersionRules,
  flinkVersionRules,
} from "../../../src/model/watermark/version-rules.ts";
import {
  type RecordedValues,
  type RecordedVersion,
  type Recording,
  recordings,
  time,
  versionsOf,
} from "../recordings.ts";

/** What our class answers to one step: `out` in order, and the recording's `=` results. */
export interface Answer {
  readonly out: unknown;
  readonly [result: `=${string}`]: unknown;
}

/** Takes the steps of one case, one by one. */
export type Driver = (step: RecordedValues) => Answer;

/** Builds our class as the case's configuration says, under the rules of one release. */
export type Adapter = (config: RecordedValues, rules: FlinkVersionRules) => Driver;

/**
 * For units that only compare times: a double cannot tell the milliseconds next to Long.MIN_VALUE
 * and Long.MAX_VALUE apart, so they are pulled apart, in their order, before anybody sees them.
 */
export function spreadTime(recorded: unknown): EventTime {
  if (typeof recorded !== "string" || !/^-?\d+$/.test(recorded)) return time(recorded);
  const exact = BigInt(recorded);
  const end = 2n ** 63n;
  const distance = exact < 0n ? Number(exact + end) : Number(end - 1n - exact);
  if (distance > 2 ** 20) throw new Error(`${recorded} is beside neither end`);
  return exact < 0n ? MIN_WATERMARK + distance * 4096 : MAX_WATERMARK - distance * 4096;
}

/** How many cases a corpus has, counting one that speaks for both releases twice. */
export function caseCount(corpus: string): number {
  return recordings(corpus).reduce((sum, recording) => sum + versionsOf(recording).length, 0);
}

/** The cases that `adapter` answers otherwise than Flink did, each with its first wrong step. */
export function differences(
  corpus: string,
  adapter: Adapter,
  read: (recorded: unknown) => EventTime = time,
  except: readonly string[] = [],
): readonly string[] {
  const found: string[] = [];
  for (const recording of recordings(corpus)) {
    if (except.includes(recording.id)) continue;
    for (const version of versionsOf(recording)) {
      const difference = firstDifference(recording, version, adapter, read);
      if (difference !== undefined) found.push(difference);
    }
  }
  return found;
}

function firstDifference(
  recording: Recording,
  version: RecordedVersion,
  adapter: Adapter,
  read: (recorded: unknown) => EventTime,
): string | undefined {
  const drive = adapter(recording.config, flinkVersionRules(version));
  for (const [index, step] of recording.steps.entries()) {
    const answer = drive(step);
    for (const key of resultsOf(step, answer)) {
      const ours = JSON.stringify(answer[key as keyof Answer]);
      const theirs = JSON.stringify(withTimes(step[key], read));
      if (ours !== theirs) {
        const where = `${recording.id} under ${version}, step ${index} ${JSON.stringify(step)}`;
        return `${where}: ${key} is ${ours}, Flink's ${theirs}`;
      }
    }
  }
  return undefined;
}

// From both sides: a result that only one of them has is a difference.
function resultsOf(step: RecordedValues, answer: Answer): readonly string[] {
  const recorded = Object.keys(step).filter((key) => key === "out" || key.startsWith("="));
  return [...new Set([...recorded, ...Object.keys(answer)])];
}

function withTimes(recorded: unknown, read: (recorded: unknown) => EventTime): unknown {
  if (Array.isArray(recorded)) {
    const values = recorded.map((one) => withTimes(one, read));
    // A list of names is what a Java HashMap held: a set.
    return values.length > 0 && values.every((one) => typeof one === "string")
      ? values.sort()
      : values;
  }
  if (typeof recorded === "string" && /^(MIN|MAX|-?\d+)$/.test(recorded)) return read(recorded);
  if (typeof recorded !== "object" || recorded === null) return recorded;
  return Object.fromEntries(
    Object.entries(recorded).map(([key, value]) => [key, withTimes(value, read)]),
  );
}
