import type { HandoverRun } from "../model/handover/hand-over-run.ts";
import type { RunListener, RunWatch } from "../model/handover/run-listener.ts";
import type { RunOptions } from "../model/options.ts";
import type { Frontier, OutputBatch } from "../oracle/evidence.ts";
import type { ExpectedOutputs } from "../oracle/expected-outputs.ts";
import type { Ledger } from "../oracle/ledger.ts";
import type { Pipeline } from "./pipeline.ts";
import type { RunOutcome } from "./run-outcome.ts";

/** Hears a run in full, for a report; it only listens, so the run is the same with and without. */
export interface RunEar extends RunWatch, Pick<RunListener, "visible"> {
  /** An output that readers had seen before; `isReplay`: a restart of its job wrote it again. */
  repeated(rows: OutputBatch, row: number, isReplay: boolean): void;
  ended(run: JudgedRun): void;
}

/** A run that is over and judged, with the books that its verdict was made from. */
export interface JudgedRun {
  readonly options: RunOptions;
  readonly run: HandoverRun;
  readonly pipeline: Pipeline;
  readonly ledger: Ledger;
  readonly expected: ExpectedOutputs;
  readonly frontier: Frontier;
  readonly outcome: RunOutcome;
}
