import {
  NoRecording,
  type RecordedInput,
  recordedRunOf,
} from "../../../src/explore/replay-run/recording.ts";
import {
  type Change,
  type ReplayedRun,
  replayRun,
  replaySeeds,
} from "../../../src/explore/replay-run/replay-run.ts";
import { UNSETTLED_SEEDS } from "../../../src/explore/replay-run/survey.ts";
import type { HandoverOptions } from "../../../src/model/options.ts";
import {
  CorruptCase,
  EQUAL,
  type Outcome,
  type RecordedCase,
  type RecordedValues,
} from "../corpus.ts";

/** A line of the recordings of whole runs, with more fields of ours. */
export function readRun(line: RecordedValues, more: RecordedValues): RecordedCase {
  const id = line["run"];
  if (typeof id !== "string") throw new CorruptCase(`no "run" in the case`);
  try {
    recordedRunOf(line);
  } catch (error) {
    throw error instanceof NoRecording ? new CorruptCase(error.message) : error;
  }
  return { id, versions: ["1.20.3"], fields: { ...line, ...more } };
}

/** What is compared of a run, as text. */
export type Aspect = (came: Pick<ReplayedRun, "verdict" | "restarts">) => string;

/** Simulates it until a seed comes to what was recorded; `change` plants a fault. */
export function replayed(
  { fields }: RecordedCase,
  input: RecordedInput,
  change: Change = (options) => options,
  aspect: Aspect = ({ verdict }) => verdict,
): Outcome {
  const recorded = recordedRunOf(fields);
  if (recorded === undefined) return { kind: "left out", reason: "the test bed failed" };
  const expected = aspect({
    verdict: recorded.result.verdict,
    restarts: { outgoing: attemptsOf(fields, "OUT"), incoming: attemptsOf(fields, "IN") },
  });
  const came = new Map<string, number>();
  for (const seed of replaySeeds(recorded.run, UNSETTLED_SEEDS)) {
    const actual = aspect(replayRun(recorded, input, seed, change));
    if (actual === expected) return EQUAL;
    came.set(actual, (came.get(actual) ?? 0) + 1);
  }
  const actual = Object.fromEntries(came);
  return { kind: "different", step: -1, field: "outcome", expected, actual };
}

/** The highest attempt number among the events of a job. */
function attemptsOf({ events }: RecordedValues, job: string): number {
  const rows = (events ?? []) as readonly (readonly unknown[])[];
  return Math.max(0, ...rows.filter((row) => row[1] === job).map((row) => Number(row[3])));
}

/** Another hand-over, for a planted fault. */
export function changedHandover(
  change: (handover: HandoverOptions) => Partial<HandoverOptions>,
): Change {
  return (options) => {
    const { handover } = options;
    return { ...options, handover: handover && { ...handover, ...change(handover) } };
  };
}
