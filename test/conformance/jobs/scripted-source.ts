import { MAX_WATERMARK } from "../../../src/model/event-time.ts";
import type { SourceState } from "../../../src/model/job/job-state.ts";
import { TaskSubtask, type TaskSubtaskOptions } from "../../../src/model/job/task-subtask.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import { FIRST_SOURCE } from "../../../src/model/options.ts";
import type { StreamOutput } from "../../../src/model/watermark/watermark-output.ts";
import { WatermarkToDataOutput } from "../../../src/model/watermark/watermark-to-data-output.ts";
import type { LogElement, RecordElement } from "../gates/trace.ts";
import { time } from "../recordings.ts";
import type { RecordNames } from "./record-names.ts";

/** The log of one source and how far it was read; it outlives the source's attempts. */
export class SourceLog {
  readonly elements: LogElement[];
  position = 0;
  /** The script lets the source read up to here. */
  readsTo = 0;

  constructor(elements: readonly LogElement[] = []) {
    this.elements = [...elements];
  }

  /** A reader begins at that offset; it reads nothing by itself. */
  seek(offset: number): void {
    this.position = offset;
    this.readsTo = offset;
  }
}

/** The recorder's source: one split, its own watermarks and statuses, an element when it is told to. */
export class ScriptedSource extends TaskSubtask {
  readonly name: string = FIRST_SOURCE;
  readonly reader: { checkpointCompleted(): void } = { checkpointCompleted: () => {} };
  readonly #log: SourceLog;
  readonly #names: RecordNames;
  readonly #head: Operator;
  readonly #stream: StreamOutput;
  readonly #output: WatermarkToDataOutput;
  #isIdle = false;
  #isStopped = false;
  #permittedAt = 0;

  constructor(
    options: TaskSubtaskOptions & {
      readonly log: SourceLog;
      readonly names: RecordNames;
      readonly output: StreamOutput;
    },
  ) {
    super(options);
    const { log, names, output } = options;
    this.#log = log;
    this.#names = names;
    this.#head = options.chain.heads[0] as Operator;
    this.#stream = output;
    this.#output = new WatermarkToDataOutput({
      watermark: (watermark) => output.watermark(watermark),
      status: (idle) => {
        this.#isIdle = idle;
        output.status(idle);
      },
    });
  }

  snapshot(): SourceState {
    return { name: this.name, splits: [{ partition: this.subtask, offset: this.#log.position }] };
  }

  /** One more element of the log may be read. */
  permit(): void {
    this.#log.readsTo++;
    this.#permittedAt = this.simulation.now;
    this.settle();
  }

  /** C26: after the barrier of a stop-with-savepoint nothing is emitted any more. */
  stopEmitting(): void {
    this.#isStopped = true;
  }

  /** W18: what DRAIN sends before its barrier; past the output that turns a source ACTIVE. */
  advanceToEndOfEventTime(): void {
    this.execute(() => {
      if (!this.#isIdle) this.#stream.watermark(MAX_WATERMARK);
    });
  }

  protected nextElementAt(): number {
    const log = this.#log;
    if (this.#isStopped || log.position >= log.readsTo || log.position >= log.elements.length) {
      return Number.POSITIVE_INFINITY;
    }
    return Math.max(this.clock, this.#permittedAt) + this.plan.costMicros;
  }

  protected work(limit: number): void {
    while (!this.isHalted) {
      const at = this.nextElementAt();
      if (at > this.stopAt(limit)) return;
      this.clock = at;
      this.instant = at;
      this.#emit(this.#log.elements[this.#log.position++] as LogElement);
    }
  }

  protected nextTick(): number {
    return Number.POSITIVE_INFINITY;
  }

  protected tick(): void {}

  #emit(element: LogElement): void {
    switch (element.op) {
      case "rec":
        this.#record(element);
        break;
      case "wm":
        this.#output.emitWatermark(time(element.ts));
        break;
      case "idle":
        this.#output.markIdle();
        break;
      default:
        this.#output.markActive();
    }
  }

  #record({ id, key, ts }: RecordElement): void {
    const { element } = this;
    element.id = this.#names.numberOf(id);
    element.value = element.id;
    element.key = this.#names.keys.indexOf(key);
    element.hasTimestamp = ts !== null;
    element.ts = ts === null ? Number.NaN : time(ts);
    element.count = 1;
    element.windowStart = 0;
    this.#head.processElement();
  }
}
