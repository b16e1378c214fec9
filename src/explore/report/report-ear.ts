import type { SubtaskAttempt } from "../../model/handover/attempts.ts";
import type { Element } from "../../model/operator/element.ts";
import type { JobRole, RunOptions } from "../../model/options.ts";
import type { OutputBatch } from "../../oracle/evidence.ts";
import { partitionOf } from "../../oracle/record-slots.ts";
import { recordFanOut } from "../../oracle/shape.ts";
import { pipelineShape } from "../pipeline-shape.ts";
import type { JudgedRun, RunEar } from "../run-ear.ts";
import type { Frame } from "./frame.ts";
import { GateBook } from "./gate-book.ts";
import { comparesRecords } from "./gate-rule.ts";
import type { Layout } from "./layout.ts";
import { OutputBook } from "./output-book.ts";
import { RepeatCounts } from "./repeat-counts.ts";
import { SubtaskTable } from "./subtask-table.ts";
import { TickBook } from "./tick-book.ts";
import { WatermarkBook } from "./watermark-book.ts";

/** A barrier that passed a subtask. */
export interface BarrierPass {
  readonly at: number;
  readonly checkpoint: number;
}

/** Hears the second run of a seed and writes what the report needs into books of small size. */
export class ReportEar implements RunEar {
  readonly gates: GateBook;
  readonly watermarks: WatermarkBook;
  readonly ticks: TickBook;
  readonly focusTicks: TickBook | undefined;
  readonly outputs: OutputBook;
  readonly repeats: RepeatCounts;
  readonly barriers: SubtaskTable<BarrierPass[]> = new SubtaskTable(() => []);
  /** When the first barrier of each checkpoint passed a subtask. */
  readonly begun: Readonly<Record<JobRole, Map<number, number>>> = {
    outgoing: new Map(),
    incoming: new Map(),
  };
  /** Subtasks that the outputs of a lane came to, by lane. */
  readonly comesTo: readonly Readonly<Record<JobRole, Set<number>>>[];
  readonly #layout: Layout;
  #emitted = 0;
  #judgedRun: JudgedRun | undefined;

  /** `watched`: outputs to keep decisions of; `counts`: records by partition. */
  constructor(options: {
    readonly run: RunOptions;
    readonly layout: Layout;
    readonly frame: Frame;
    readonly watched: Iterable<number | string>;
    readonly counts: readonly number[];
  }) {
    const { run, layout, frame, watched, counts } = options;
    const { handover, sink, outgoing } = run;
    const replaysFail = sink.guarantee === "exactly-once" && sink.readers === "read_committed";
    const { lanes, tasks } = layout;
    this.#layout = layout;
    this.gates = new GateBook(
      handover === undefined || comparesRecords(handover.protocol),
      watched,
      counts,
    );
    this.watermarks = new WatermarkBook({
      outgoing: tasks.outgoing.index,
      incoming: tasks.incoming.index,
    });
    this.ticks = new TickBook(lanes.length, frame.window);
    this.focusTicks = frame.focus === null ? undefined : new TickBook(lanes.length, frame.focus);
    this.outputs = new OutputBook(frame.window, run.epochMillis);
    const fanOut = recordFanOut(pipelineShape(outgoing.graph));
    this.repeats = new RepeatCounts(counts, fanOut, replaysFail);
    this.comesTo = lanes.map(() => ({ outgoing: new Set<number>(), incoming: new Set<number>() }));
  }

  /** Ticks in the whole run. */
  get emitted(): number {
    return this.#emitted;
  }

  /** Undefined until the run has ended. */
  get judgedRun(): JudgedRun | undefined {
    return this.#judgedRun;
  }

  judged(
    gate: SubtaskAttempt,
    at: number,
    element: Element,
    passed: boolean,
    watermark: number,
    toggle: number | undefined,
  ): void {
    this.gates.judged(gate, at, element, passed, watermark, toggle);
    const lane = this.#laneOf(element.id);
    if (lane < 0) return;
    this.comesTo[lane]![gate.role].add(gate.subtask);
    if (passed) this.#tick(lane, gate.role, at);
  }

  watermark(subtask: SubtaskAttempt, at: number, watermark: number): void {
    this.watermarks.watermark(subtask, at, watermark);
  }

  status(subtask: SubtaskAttempt, at: number, isIdle: boolean): void {
    this.watermarks.status(subtask, at, isIdle);
  }

  barrier({ role, task, subtask }: SubtaskAttempt, at: number, checkpoint: number): void {
    const begun = this.begun[role];
    begun.set(checkpoint, Math.min(begun.get(checkpoint) ?? at, at));
    if (task !== this.#layout.tasks[role].index) return;
    this.barriers.of(role, subtask).push({ at, checkpoint });
  }

  visible(
    rows: OutputBatch,
    from: number,
    to: number,
    { role, subtask }: SubtaskAttempt,
    _transaction: number,
    visibleAt: number,
  ): void {
    this.outputs.add(rows, from, to, role, visibleAt);
    const { readAt, laneOfStage, passesGate } = this.#layout;
    for (let i = from; i < to; i++) {
      const id = rows.id[i]!;
      if (readAt === "gate" && (id >= 0 || passesGate[-1 - id] === true)) continue;
      const lane = id >= 0 ? partitionOf(id) : (laneOfStage[-1 - id] ?? -1);
      if (lane < 0) continue;
      this.comesTo[lane]![role].add(subtask);
      this.#tick(lane, role, rows.at[i]!);
    }
  }

  repeated(rows: OutputBatch, row: number, isReplay: boolean): void {
    this.repeats.note(rows, row, isReplay);
  }

  ended(run: JudgedRun): void {
    this.#judgedRun = run;
  }

  #laneOf(id: number): number {
    return id >= 0 ? partitionOf(id) : (this.#layout.laneOfStage[-1 - id] ?? -1);
  }

  #tick(lane: number, role: JobRole, at: number): void {
    this.#emitted++;
    this.ticks.add(lane, role, at);
    this.focusTicks?.add(lane, role, at);
  }
}
