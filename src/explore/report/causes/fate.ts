import type { RunOptions } from "../../../model/options.ts";
import type { OutputBatch } from "../../../oracle/evidence.ts";
import { NOT_EXPECTED } from "../../../oracle/expected-outputs.ts";
import { nameOf } from "../../../oracle/ledger.ts";
import { UNSEEN } from "../../../oracle/mark.ts";
import { owesRecord, owesResult } from "../../../oracle/owed.ts";
import type { FindingKind } from "../../../oracle/verdict.ts";
import type { OutputName } from "../../../oracle/witness.ts";
import type { JudgedRun, RunEar } from "../../run-ear.ts";

/** What became of one output: readers saw it once, more often, or not at all. */
export type FateOfOutput = "once" | "repeated" | "lost" | "pending" | "not-expected";

/** Hears of one output alone. */
export class FateEar implements RunEar {
  readonly #output: OutputName;
  readonly #replaysFail: boolean;
  #repeats = 0;
  #fate: FateOfOutput = "pending";
  #failing: ReadonlySet<FindingKind> = new Set();

  constructor(output: OutputName, { sink }: RunOptions) {
    this.#output = output;
    this.#replaysFail = sink.guarantee === "exactly-once" && sink.readers === "read_committed";
  }

  /** After the run. */
  get fate(): FateOfOutput {
    return this.#fate;
  }

  /** Kinds of findings that the whole run has. */
  get failing(): ReadonlySet<FindingKind> {
    return this.#failing;
  }

  judged(): void {}
  watermark(): void {}
  status(): void {}
  barrier(): void {}
  visible(): void {}

  repeated(rows: OutputBatch, row: number, isReplay: boolean): void {
    if (isReplay && !this.#replaysFail) return;
    if (isSame(nameOf(rows, row), this.#output)) this.#repeats++;
  }

  ended(run: JudgedRun): void {
    const seen = fateOf(run, this.#output);
    this.#fate = seen === "once" && this.#repeats > 0 ? "repeated" : seen;
    this.#failing = new Set(run.outcome.verdict.findings.map(({ kind }) => kind));
  }
}

function fateOf(run: JudgedRun, output: OutputName): FateOfOutput {
  return output.kind === "record" ? fateOfRecord(run, output) : fateOfResult(run, output);
}

function fateOfRecord(
  { ledger, expected, frontier }: JudgedRun,
  { partition, offset, sub }: Extract<OutputName, { kind: "record" }>,
): FateOfOutput {
  const slots = ledger.records;
  const place = slots.place(partition, offset, sub);
  if (place < 0) return "not-expected";
  if (slots.mark(partition, place) !== UNSEEN) return "once";
  const values = new Float64Array(slots.fanOut);
  expected.outputsOf(partition, offset, offset + 1, values);
  if (values[sub] === NOT_EXPECTED) return "not-expected";
  return owesRecord(frontier, partition, offset, sub) ? "lost" : "pending";
}

function fateOfResult(
  { ledger, expected, frontier }: JudgedRun,
  { stage, key, start, end }: Extract<OutputName, { kind: "result" }>,
): FateOfOutput {
  if (ledger.results.find(stage, key, start, end) >= 0) return "once";
  if (expected.results.find(stage, key, start, end) < 0) return "not-expected";
  const isKnown = end <= expected.frontier.resultsUpTo;
  return isKnown && owesResult(frontier, stage, key, start, end) ? "lost" : "pending";
}

function isSame(a: OutputName, b: OutputName): boolean {
  if (a.kind === "record") {
    return (
      b.kind === "record" && a.partition === b.partition && a.offset === b.offset && a.sub === b.sub
    );
  }
  return (
    b.kind === "result" &&
    a.stage === b.stage &&
    a.key === b.key &&
    a.start === b.start &&
    a.end === b.end
  );
}
