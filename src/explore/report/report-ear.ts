import type { SubtaskAttempt } from "../../model/handover/attempts.ts";
import type { Element } from "../../model/operator/element.ts";
import type { JobRole, RunOptions } from "../../model/options.ts";
import type { OutputBatch } from "../../oracle/evidence.ts";
import { partitionOf } from "../../oracle/record-slots.ts";
import type { JudgedRun, RunEar } from "../run-ear.ts";
import type { Frame } from "./frame.ts";
import { GateBook } from "./gate-book.ts";
import { mannerOf } from "./gate-rule.ts";
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
  /** Subtasks (`subtaskAt`) that the outputs of a lane came to, by lane. */
  readonly comesTo: readonly Readonly<Record<JobRole, Set<number>>>[];
  readonly #layout: Layout;
  #emitted = 0;
  #judgedRun: JudgedRun | undefined;

  /** `watched`: outputs to keep decisions of; `counts`: records by partition; `fanOut`: outputs each. */
  constructor(options: {
    readonly run: RunOptions;
    readonly layout: Layout;
    readonly frame: Frame;
    readonly watched: Iterable<number | string>;
    readonly counts: readonly number[];
    readonly fanOut: number;
  }) {
    const { run, layout, frame, watched, counts, fanOut } = options;
    const { handover, sink } = run;
    const replaysFail = sink.guarantee === "exactly-once" && sink.readers === "read_committed";
    const { lanes, tasks } = layout;
    this.#layout = layout;
    this.gates = new GateBook(mannerOf(handover?.protocol), watched, counts);
    this.watermarks = new WatermarkBook(tasks);
    this.ticks = new TickBook(lanes.length, frame.window);
    this.focusTicks = frame.focus === null ? undefined : new TickBook(lanes.length, frame.focus);
    this.outputs = new OutputBook(frame.window, run.epochMillis);
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
    this.comesTo[lane]![gate.role].add(placeOf(gate));
    if (passed) this.#tick(lane, gate.role, at);
  }

  watermark(subtask: SubtaskAttempt, at: number, watermark: number): void {
    this.watermarks.watermark(subtask, at, watermark);
  }

  status(subtask: SubtaskAttempt, at: number, isIdle: boolean): void {
    this.watermarks.status(subtask, at, isIdle);
  }

  barrier(by: SubtaskAttempt, at: number, checkpoint: number): void {
    const { role, task } = by;
    const begun = this.begun[role];
    begun.set(checkpoint, Math.min(begun.get(checkpoint) ?? at, at));
    if (!this.#layout.tasks[role].has(task)) return;
    this.barriers.of(by).push({ at, checkpoint });
  }

  visible(
    rows: OutputBatch,
    from: number,
    to: number,
    by: SubtaskAttempt,
    _transaction: number,
    visibleAt: number,
  ): void {
    this.outputs.add(rows, from, to, by.role, visibleAt);
    const { isGated } = this.#layout;
    for (let i = from; i < to; i++) {
      const lane = this.#laneOf(rows.id[i]!);
      if (lane < 0 || isGated[lane] === true) continue;
      this.comesTo[lane]![by.role].add(placeOf(by));
      this.#tick(lane, by.role, rows.at[i]!);
    }
  }

  repeated(rows: OutputBatch, row: number, isReplay: boolean): void {
    this.repeats.note(rows, row, isReplay);
  }

  ended(run: JudgedRun): void {
    this.#judgedRun = run;
  }

  // Each sink has numbers of its own for the results of a stage.
  #laneOf(id: number): number {
    if (id >= 0) return partitionOf(id);
    const { laneOfStage, stages } = this.#layout;
    return laneOfStage[(-1 - id) % stages] ?? -1;
  }

  #tick(lane: number, role: JobRole, at: number): void {
    this.#emitted++;
    this.ticks.add(lane, role, at);
    this.focusTicks?.add(lane, role, at);
  }
}

const SUBTASKS_MAX = 2 ** 16;

function placeOf({ task, subtask }: SubtaskAttempt): number {
  return task * SUBTASKS_MAX + subtask;
}

/** The subtask of a place in `comesTo`. */
export function subtaskAt(place: number): { readonly task: number; readonly subtask: number } {
  return { task: Math.floor(place / SUBTASKS_MAX), subtask: place % SUBTASKS_MAX };
}
