import {
  type Harm,
  type HarmCount,
  type MatrixCell,
  type RunCell,
  wasRun,
} from "../../explore/matrix/cell.ts";
import type { MatrixProtocol, MatrixTheme } from "../../explore/matrix/matrix.ts";
import { countOf } from "../quantity.ts";

export interface ProtocolWords {
  /** Over a narrow column. */
  readonly short: string;
  readonly long: string;
  readonly group: "as published" | "proposed" | "repaired" | "with a pause";
}

export const PROTOCOL_WORDS: Readonly<Record<MatrixProtocol, ProtocolWords>> = {
  basic: { short: "basic", long: "no gate", group: "as published" },
  "watermark-gate-v1": { short: "V1", long: "watermark gate, first", group: "as published" },
  "watermark-gate-v2": { short: "V2", long: "watermark gate, second", group: "as published" },
  "watermark-gate-v3": { short: "V3", long: "watermark gate, third", group: "as published" },
  "configured-watermark": { short: "conf.", long: "configured T, crossing", group: "proposed" },
  "controller-watermark": { short: "contr.", long: "controller writes T", group: "proposed" },
  "configured-watermark-by-timestamp": {
    short: "conf.ts",
    long: "configured T, timestamp",
    group: "repaired",
  },
  "acknowledged-watermark": { short: "ackn.", long: "acknowledged T", group: "repaired" },
  "offset-cut": { short: "offset", long: "cut at offsets", group: "repaired" },
  "stop-with-savepoint": { short: "stop", long: "stop, then start", group: "with a pause" },
  "checkpoint-cut": { short: "barrier", long: "cut at a barrier", group: "with a pause" },
};

export const THEME_WORDS: Readonly<Record<MatrixTheme, string>> = {
  pace: "One job is ahead of the other",
  "event-time": "Late, idle, out of order",
  failure: "Something dies or hangs",
  operator: "The operator and its people",
  sink: "Kafka and its transactions",
  graph: "The shape of the job",
  version: "The new version is another one",
  source: "Where the records come from",
};

const SHORT: Readonly<Record<MatrixCell["kind"], string>> = {
  pass: "✓",
  gap: "gap",
  duplicate: "dup",
  wrong: "wrong",
  stall: "stall",
  inconclusive: "?",
  "n/a": "n/a",
  unstruck: "–",
};

/** One word for a cell; a hand-over that was always taken back has a sign of its own. */
export function cellWord(cell: MatrixCell): string {
  if (cell.kind === "pass" && cell.rolledBack === cell.seeds) return "✓ back";
  return SHORT[cell.kind];
}

const NOUNS: Readonly<Record<Harm, (most: number) => string>> = {
  gap: (most) => `${countOf(most, "records")} lost at most`,
  duplicate: (most) => `${countOf(most, "records")} twice at most`,
  wrong: (most) => `${countOf(most, "outputs")} wrong at most`,
  stall: () => "not over in time, or nobody is left to write",
};

/** A cell in full: what came, in how many seeds. */
export function cellSentence(cell: MatrixCell): string {
  if (!wasRun(cell)) return `${cell.reason} (${cell.setting})`;
  const { harms, seeds, pass, rolledBack, inconclusive, doubt } = cell;
  const parts = harms.map((harm) => harmText(harm, cell));
  if (pass > 0) {
    const back = rolledBack === 0 ? "" : `, taken back in ${rolledBack}`;
    parts.push(`exactly once in ${shareOf(pass, seeds)}${back}`);
  }
  if (inconclusive > 0) {
    parts.push(`proves nothing in ${shareOf(inconclusive, seeds)} (${doubt ?? "unknown"})`);
  }
  return parts.join("; ");
}

function harmText({ harm, seeds, most }: HarmCount, cell: RunCell): string {
  return `${harm} in ${shareOf(seeds, cell.seeds)}, ${NOUNS[harm](most)}`;
}

function shareOf(count: number, all: number): string {
  return count === all ? (all === 1 ? "the seed" : `all ${all} seeds`) : `${count} of ${all} seeds`;
}

/** The command that shows a cell's seed again; undefined where nothing was run. */
export function replayCommand(
  file: string,
  protocol: MatrixProtocol,
  cell: MatrixCell,
): string | undefined {
  if (!wasRun(cell)) return undefined;
  return `handover run ${file} --protocol ${protocol} --seed ${cell.seed}`;
}
