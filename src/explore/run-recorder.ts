import type { SubtaskAttempt } from "../model/handover/attempts.ts";
import type { RunListener, RunWatch } from "../model/handover/run-listener.ts";
import type { RecordColumns } from "../model/kafka/record-columns.ts";
import type { JobRole } from "../model/options.ts";
import type { Author, InputLog, OutputBatch, PipelineShape } from "../oracle/evidence.ts";
import { LateBook } from "../oracle/late-book.ts";
import { Ledger, type LedgerOptions } from "../oracle/ledger.ts";
import type { GatePasses } from "./gate-passes.ts";
import type { RunEar } from "./run-ear.ts";

/** Who hears a run besides the books of its output. */
interface Listeners {
  readonly ear?: RunEar | undefined;
  readonly gates?: GatePasses | undefined;
}

/** Writes what a run puts out into the judge's books. */
export class RunRecorder implements RunListener {
  readonly ledger: Ledger;
  readonly late: LateBook = new LateBook();
  readonly watch: RunWatch | undefined;
  readonly #ear: RunEar | undefined;

  constructor(
    input: InputLog,
    shape: PipelineShape,
    options: LedgerOptions,
    { ear, gates }: Listeners = {},
  ) {
    this.#ear = ear;
    this.watch = ear && gates ? bothOf(ear, gates) : (ear ?? gates);
    const repeated =
      ear && ((rows: OutputBatch, i: number, isReplay: boolean) => ear.repeated(rows, i, isReplay));
    this.ledger = new Ledger(input, shape, { ...options, repeated });
  }

  visible(
    rows: RecordColumns,
    from: number,
    to: number,
    by: SubtaskAttempt,
    transaction: number,
    visibleAt: number,
  ): void {
    const author: Author = { role: by.role, attempt: by.attempt, subtask: by.subtask, transaction };
    this.ledger.add(rows, from, to, author, visibleAt);
    this.#ear?.visible(rows, from, to, by, transaction, visibleAt);
  }

  droppedLate(role: JobRole, id: number, epoch: number): void {
    this.late.add(role, id, epoch);
  }

  restored(role: JobRole, checkpoint: number): void {
    this.late.restored(role, checkpoint);
  }
}

function bothOf(ear: RunEar, gates: GatePasses): RunWatch {
  return {
    judged: (gate, at, element, passed, watermark, toggle) => {
      ear.judged(gate, at, element, passed, watermark, toggle);
      gates.judged(gate, at, element, passed);
    },
    watermark: (subtask, at, watermark) => ear.watermark(subtask, at, watermark),
    status: (subtask, at, isIdle) => ear.status(subtask, at, isIdle),
    barrier: (subtask, at, checkpoint) => ear.barrier(subtask, at, checkpoint),
  };
}
