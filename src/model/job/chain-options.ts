import type { KeyTable } from "../network/key-groups.ts";
import type { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import type { ChainEnd } from "./chain-end.ts";
import type { FlowBook } from "./flow-book.ts";
import type { GateOperator } from "./gate-operator.ts";
import type { JobState } from "./job-state.ts";
import type { TaskPlan } from "./topology.ts";

/** What is done with records that leave the pipeline on their way; the register holds the record. */
export interface ChainListener {
  late(element: Element): void;
}

export interface ChainOptions {
  readonly plan: TaskPlan;
  readonly subtask: number;
  readonly element: Element;
  readonly keys: KeyTable;
  readonly functions: StageFunctions;
  /** Index by stage name among the stages that change records: results are known by it. */
  readonly resultIndex: ReadonlyMap<string, number>;
  /** The sinks by name, and the outputs by number of the edge. */
  sink(name: string): ChainEnd;
  output(edge: number): ChainEnd;
  /** Undefined: gate stages are not in the job graph. */
  readonly createGate: ((name: string, next: Operator) => GateOperator) | undefined;
  readonly listener: ChainListener;
  readonly restore: JobState | undefined;
  /** What the wall clock beside it has shown or would have at simulated time 0, epoch milliseconds. */
  readonly epochMillis: () => number;
  /** The thread's. */
  readonly clock: { readonly now: number };
  /** Of this attempt of this job: what nondeterministic functions depend on. */
  readonly salt: number;
  /** Where its records go, if somebody asks. */
  readonly flow?: FlowBook | undefined;
}
