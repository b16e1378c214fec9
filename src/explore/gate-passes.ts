import type { SubtaskAttempt } from "../model/handover/attempts.ts";
import type { RunWatch } from "../model/handover/run-listener.ts";
import { RecordColumns } from "../model/kafka/record-columns.ts";
import type { Element } from "../model/operator/element.ts";
import type { StageOptions } from "../model/options.ts";
import type { PipelineShape } from "../oracle/evidence.ts";
import type { ExpectedOutputs } from "../oracle/expected-outputs.ts";
import { Ledger } from "../oracle/ledger.ts";
import { straightLine } from "../oracle/reference.ts";
import type { Trial } from "../oracle/trial.ts";
import type { Pipeline } from "./pipeline.ts";
import { pipelineShape } from "./pipeline-shape.ts";

/** Each gate subtask has an output partition of its own in the book; so far apart are two jobs. */
const JOB_PARTITIONS = 0x8000;

/**
 * The book of every record that a gate let through, for judging the gates apart from the sinks.
 * Not modelled: gates of a graph that branches, or with windows both before and behind them.
 */
export class GatePasses implements RunWatch {
  readonly #ledger: Ledger;
  readonly #expected: (whole: ExpectedOutputs) => ExpectedOutputs;
  readonly #row = new RecordColumns(1);

  /** Undefined where the gates of that graph cannot be judged. */
  static of(graph: readonly StageOptions[], pipeline: Pipeline): GatePasses | undefined {
    const gate = graph.findIndex(({ kind }) => kind === "gate");
    if (gate < 0 || pipeline.shape.branches !== undefined) return undefined;
    const { stages } = pipeline.shape;
    const shape = { ...pipeline.shape, stages: stages.slice(0, changingBefore(graph, gate)) };
    if (shape.stages.length === stages.length) return new GatePasses(pipeline, shape, (all) => all);
    const isTimed = shape.stages.some(({ kind }) => kind === "window" || kind === "process");
    if (isTimed) return undefined;
    const { input, functions } = pipeline;
    return new GatePasses(pipeline, shape, () => straightLine(input, shape, functions));
  }

  private constructor(
    { input }: Pipeline,
    shape: PipelineShape,
    expected: (whole: ExpectedOutputs) => ExpectedOutputs,
  ) {
    this.#ledger = new Ledger(input, shape);
    this.#expected = expected;
  }

  /** What the judge needs; `whole` is what should come out of the pipeline. */
  evidence(whole: ExpectedOutputs): Trial["gates"] {
    return { passes: this.#ledger, expected: this.#expected(whole) };
  }

  judged(gate: SubtaskAttempt, at: number, element: Element, passed: boolean): void {
    if (!passed) return;
    const { role, attempt, subtask } = gate;
    const row = this.#row;
    row.length = 0;
    row.push(at, role === "incoming" ? JOB_PARTITIONS + subtask : subtask, element);
    this.#ledger.add(row, 0, 1, { role, attempt, subtask, transaction: -1 }, at);
  }

  watermark(): void {}

  status(): void {}

  barrier(): void {}
}

function changingBefore(graph: readonly StageOptions[], gate: number): number {
  return pipelineShape(graph.slice(0, gate)).stages.length;
}
