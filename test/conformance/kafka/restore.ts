import type { RecordedInput } from "../../../src/explore/replay-run/recording.ts";
import type { Change } from "../../../src/explore/replay-run/replay-run.ts";
import {
  type Corpus,
  CorruptCase,
  type Outcome,
  type RecordedCase,
  type RecordedValues,
} from "../corpus.ts";
import { type Aspect, changedHandover, readRun, replayed } from "../handovers/whole-run.ts";

/** Records a second, in turn to so many partitions. */
const RATE = 400;
const PARTITIONS = 4;
const KEYS = 5;
/** From a record's due time until its producer had it. */
const FEEDER_MILLIS = 5;
const FIRST_APPEND = 40;

/**
 * Two real jobs side by side without gates, over a real broker, so that what the sinks do to each
 * other decides: prefixes equal or not, sink state restored or not. What came of one is chance in
 * part, so a case is equal if a seed comes to its verdict, with the outgoing job fenced or not. How
 * often both then fence each other depends on a busy machine's 10 ms, and is not compared.
 */
export const restore: Corpus = {
  name: "kafka/restore",
  file: "kafka/restore",
  rules: ["S5", "S9", "S11", "S13", "S14"],
  read: (line) => {
    inputOf(line);
    return readRun(line, {});
  },
  replay: (recorded) => compared(recorded),
  faults: [
    {
      name: "a sink leaves alone the transactions that it has not begun (S9)",
      replay: (recorded) =>
        compared(recorded, (options) => ({
          ...options,
          incoming: {
            ...options.incoming,
            transactionalIdPrefix: "apart",
            restoresSinkState: false,
          },
        })),
    },
    {
      name: "the outgoing job is deleted at once (K12)",
      replay: (recorded) =>
        compared(
          recorded,
          changedHandover(() => ({ deletionDelayMillis: 0 })),
        ),
    },
  ],
};

const verdictAndFencing: Aspect = ({ verdict, restarts }) =>
  `${verdict}, ${restarts.outgoing > 0 ? "fenced" : "not fenced"}`;

function compared(recorded: RecordedCase, change?: Change): Outcome {
  return replayed(recorded, inputOf(recorded.fields), change, verdictAndFencing);
}

/** What was fed, which the recordings do not hold: so many records, one after the other. */
function inputOf({ run, result, measured }: RecordedValues): RecordedInput {
  const count = (result as RecordedValues | undefined)?.["expected"];
  const end = (measured as RecordedValues | undefined)?.["feedEnd"];
  if (typeof count !== "number" || typeof end !== "number") {
    throw new CorruptCase(`${String(run)} does not say what was fed`);
  }
  const indexes = Array.from({ length: count }, (_, index) => index);
  const due = indexes.map((index) => Math.floor((index * 1000) / RATE));
  // What pushes the watermark at the end.
  const ends = Array.from({ length: 3 * PARTITIONS }, (_, index) => index % PARTITIONS);
  return {
    partition: [...indexes.map((index) => index % PARTITIONS), ...ends],
    key: [...indexes.map(keyOf), ...ends.map(() => "END")],
    eventTime: [...due, ...ends.map(() => end + 8_000)],
    append: [
      ...due.map((at) => Math.max(FIRST_APPEND, at + FEEDER_MILLIS)),
      ...ends.map(() => end + 1),
    ],
  };
}

function keyOf(index: number): string {
  return `k${index % PARTITIONS}-${Math.floor(index / PARTITIONS) % KEYS}`;
}
