import { barrierAlignment } from "./checkpoint/barrier-alignment.ts";
import { checkpointRequests } from "./checkpoint/checkpoint-requests.ts";
import {
  type Corpus,
  CorruptCase,
  type RecordedCase,
  type RecordedValues,
  unadapted,
} from "./corpus.ts";
import { gates } from "./gates/gates.ts";
import { handovers } from "./handovers/handovers.ts";
import { jobs } from "./jobs/jobs.ts";
import { restore } from "./kafka/restore.ts";
import { transactions } from "./kafka/transactions.ts";
import { keyGroups } from "./operator/key-groups.ts";
import { processFunction } from "./operator/process-function.ts";
import { windows } from "./operator/windows.ts";
import { committer } from "./sink/committer.ts";
import { kafka } from "./sink/kafka.ts";
import { alignment } from "./watermark/alignment.ts";
import { generators } from "./watermark/generators.ts";
import { multiplexer } from "./watermark/multiplexer.ts";
import { sourceOperator } from "./watermark/source-operator.ts";
import { twoInput } from "./watermark/two-input.ts";
import { valve } from "./watermark/valve.ts";

/** Every corpus of the recordings, in the order of the table. */
export const CORPORA: readonly Corpus[] = [
  valve,
  multiplexer,
  generators,
  twoInput,
  sourceOperator,
  alignment,
  keyGroups,
  windows,
  processFunction,
  checkpointRequests,
  barrierAlignment,
  gates,
  jobs,
  committer,
  kafka,
  transactions,
  restore,
  handovers,
];

/** A file of recordings that nobody here knows: its cases are not supported, and are counted. */
export function strange(file: string): Corpus {
  return unadapted({ name: file, file, rules: [], read: anyCase });
}

/** Whatever names itself in one of the ways of the recordings. */
function anyCase(line: RecordedValues): RecordedCase {
  const id = line["id"] ?? line["run"] ?? line["case"];
  if (typeof id !== "string") throw new CorruptCase(`no "id", "run" or "case" in the case`);
  const version = line["flink"] ?? line["client"] ?? "1.20.3";
  return { id, versions: [String(version)], fields: line };
}
