import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { inputOf } from "../../../src/cli/replay-run-files.ts";
import { type Change, replayRun, replaySeeds } from "../../../src/explore/replay-run.ts";
import { NoRecording, recordedRunOf } from "../../../src/explore/replay-run-recording.ts";
import { UNSETTLED_SEEDS } from "../../../src/explore/replay-run-survey.ts";
import type { HandoverOptions } from "../../../src/model/options.ts";
import {
  type Corpus,
  CorruptCase,
  EQUAL,
  type Outcome,
  type RecordedCase,
  type RecordedValues,
} from "../corpus.ts";

const FOLDER = "=folder";

/**
 * Whole hand-overs of two real jobs. What came of one is chance in part, so a case is equal if its
 * verdict is among those of its seeds; `handover replay-run` compares majorities and counts.
 */
export const handovers: Corpus = {
  name: "handovers",
  file: "handovers/handovers",
  rules: ["W1", "W2", "C1", "S1", "S9", "S11", "K1", "K2"],
  read,
  replay: (recorded) => replayed(recorded, (options) => options),
  faults: [
    {
      name: "every watcher is told at once (K2)",
      replay: (recorded) =>
        replayed(recorded, (options) => ({
          ...options,
          kubernetes: { ...options.kubernetes, slowWatches: [] },
        })),
    },
    {
      name: "stop-with-savepoint is a cancellation (C26)",
      replay: (recorded) =>
        replayed(
          recorded,
          changedHandover(({ habits }) => ({
            habits: habits && { ...habits, teardown: "cancel" },
          })),
        ),
    },
  ],
};

/** Another hand-over, for a planted fault. */
export function changedHandover(
  change: (handover: HandoverOptions) => Partial<HandoverOptions>,
): Change {
  return (options) => {
    const { handover } = options;
    return { ...options, handover: handover && { ...handover, ...change(handover) } };
  };
}

function read(line: RecordedValues, file: string | URL): RecordedCase {
  const id = line["run"];
  if (typeof id !== "string") throw new CorruptCase(`no "run" in the case`);
  try {
    recordedRunOf(line);
  } catch (error) {
    throw error instanceof NoRecording ? new CorruptCase(error.message) : error;
  }
  const folder = dirname(typeof file === "string" ? file : fileURLToPath(file));
  return { id, versions: ["1.20.3"], fields: { ...line, [FOLDER]: folder } };
}

function replayed({ fields }: RecordedCase, change: Change): Outcome {
  const recorded = recordedRunOf(fields);
  if (recorded === undefined) return { kind: "left out", reason: "the test bed failed" };
  const input = inputOf(String(fields[FOLDER]), recorded.run, fields);
  const expected = recorded.result.verdict;
  const came = new Map<string, number>();
  for (const seed of replaySeeds(recorded.run, UNSETTLED_SEEDS)) {
    const { verdict } = replayRun(recorded, input, seed, change);
    if (verdict === expected) return EQUAL;
    came.set(verdict, (came.get(verdict) ?? 0) + 1);
  }
  const actual = Object.fromEntries(came);
  return { kind: "different", step: -1, field: "verdict", expected, actual };
}
