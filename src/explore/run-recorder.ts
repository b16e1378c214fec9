import type { SubtaskAttempt } from "../model/handover/attempts.ts";
import type { RunListener, RunWatch } from "../model/handover/run-listener.ts";
import type { JobRole } from "../model/options.ts";
import type { Author, InputLog, OutputBatch, PipelineShape } from "../oracle/evidence.ts";
import { LateBook } from "../oracle/late-book.ts";
import { Ledger, type LedgerOptions } from "../oracle/ledger.ts";

/** Writes what a run puts out into the judge's books. */
export class RunRecorder implements RunListener {
  readonly ledger: Ledger;
  readonly late: LateBook = new LateBook();
  readonly watch: RunWatch | undefined;

  constructor(
    input: InputLog,
    shape: PipelineShape,
    options: LedgerOptions,
    watch: RunWatch | undefined = undefined,
  ) {
    this.watch = watch;
    this.ledger = new Ledger(input, shape, options);
  }

  visible(
    rows: OutputBatch,
    from: number,
    to: number,
    { role, attempt, subtask }: SubtaskAttempt,
    transaction: number,
    visibleAt: number,
  ): void {
    const author: Author = { role, attempt, subtask, transaction };
    this.ledger.add(rows, from, to, author, visibleAt);
  }

  droppedLate(role: JobRole, id: number, epoch: number): void {
    this.late.add(role, id, epoch);
  }

  restored(role: JobRole, checkpoint: number): void {
    this.late.restored(role, checkpoint);
  }
}
