import type { EventTime } from "../event-time.ts";
import { CHECKPOINT } from "../phases.ts";
import type { RecordReader } from "../source/record-reader.ts";
import type { AlignmentHandler } from "../watermark/split-alignment.ts";
import type { SplitId } from "../watermark/watermark-output-multiplexer.ts";
import type { AttemptAgenda } from "./agenda.ts";
import type { Mail } from "./subtask.ts";
import type { ThreadClock } from "./thread-clock.ts";

/** A task thread whose source is aligned. */
interface AlignedThread {
  execute(mail: Mail): void;
  onAlignmentInterval(): void;
  /** Its ticks can change something again. */
  unsettle(): void;
}

/**
 * The task's side of watermark alignment (W19, `SourceOperator`): carries out what its watermarks
 * ask for, and reports by a timer with a fixed delay.
 */
export class ReaderAlignment implements AlignmentHandler {
  readonly #reader: RecordReader;
  readonly #clock: ThreadClock;
  readonly #agenda: AttemptAgenda;
  readonly #intervalMicros: number;
  readonly #report: (watermark: EventTime) => void;
  #thread: AlignedThread | undefined;

  constructor(options: {
    readonly reader: RecordReader;
    readonly clock: ThreadClock;
    readonly agenda: AttemptAgenda;
    readonly intervalMicros: number;
    readonly report: (watermark: EventTime) => void;
  }) {
    this.#reader = options.reader;
    this.#clock = options.clock;
    this.#agenda = options.agenda;
    this.#intervalMicros = options.intervalMicros;
    this.#report = options.report;
  }

  /** The task begins. */
  begin(thread: AlignedThread): void {
    this.#thread = thread;
    this.#arm(this.#agenda.now);
  }

  pauseOrResumeSplits(pause: readonly SplitId[], resume: readonly SplitId[]): void {
    this.#reader.pauseOrResumeSplits(pause.map(Number), resume.map(Number), this.#clock.now);
    this.#thread?.unsettle();
  }

  waitForAlignment(): void {
    this.#thread?.unsettle();
  }

  report(watermark: EventTime): void {
    this.#report(watermark);
  }

  #arm(from: number): void {
    const at = Math.max(from + this.#intervalMicros, this.#agenda.now);
    this.#agenda.at(at, CHECKPOINT, () => {
      this.#thread?.execute((instant) => {
        this.#thread?.onAlignmentInterval();
        this.#arm(instant);
      });
    });
  }
}
