import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { inputOf } from "../../../src/cli/replay-run-files.ts";
import type { Change } from "../../../src/explore/replay-run/replay-run.ts";
import type { Corpus, Outcome, RecordedCase } from "../corpus.ts";
import { changedHandover, readRun, replayed } from "./whole-run.ts";

const FOLDER = "=folder";

/**
 * Whole hand-overs of two real jobs. What came of one is chance in part, so a case is equal if its
 * verdict is among those of its seeds; `handover replay-run` compares majorities and counts.
 */
export const handovers: Corpus = {
  name: "handovers",
  file: "handovers/handovers",
  rules: ["W1", "W2", "C1", "S1", "S9", "S11", "K1", "K2"],
  read: (line, file) => {
    const folder = dirname(typeof file === "string" ? file : fileURLToPath(file));
    return readRun(line, { [FOLDER]: folder });
  },
  replay: (recorded) => withInput(recorded),
  faults: [
    {
      name: "every watcher is told at once (K2)",
      replay: (recorded) =>
        withInput(recorded, (options) => ({
          ...options,
          kubernetes: { ...options.kubernetes, slowWatches: [] },
        })),
    },
    {
      name: "stop-with-savepoint is a cancellation (C26)",
      replay: (recorded) =>
        withInput(
          recorded,
          changedHandover(({ habits }) => ({
            habits: habits && { ...habits, teardown: "cancel" },
          })),
        ),
    },
  ],
};

function withInput(recorded: RecordedCase, change?: Change): Outcome {
  const { fields, id } = recorded;
  return replayed(recorded, inputOf(String(fields[FOLDER]), id, fields), change);
}
