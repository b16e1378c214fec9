import { CorruptCase, type RecordedCase, type RecordedValues } from "../corpus.ts";
import { textOf } from "../recordings.ts";

/** The two jobs of a trace: OUT hands over to IN. */
export type JobName = "OUT" | "IN";

/** One event of a step; see FORMAT.md of the recordings. */
export interface TraceEvent {
  readonly job: string;
  readonly g: number;
  readonly e: string;
  readonly [field: string]: unknown;
}

export interface RecordElement {
  readonly op: "rec";
  readonly id: string;
  readonly key: string;
  /** Null: without a timestamp. */
  readonly ts: unknown;
}

/** An element of a source's log. */
export type LogElement =
  | RecordElement
  | { readonly op: "wm"; readonly ts: unknown }
  | { readonly op: "idle" | "active" };

/** What the controller writes to the ConfigMap, whatever stands there. */
export interface ControllerWrite {
  readonly put?: Readonly<Record<string, string>>;
  readonly replace?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** What a job starts from: a savepoint by name, or another job's latest checkpoint. */
export type StartPoint = { readonly savepoint: string } | { readonly checkpointOf: JobName };

/** A region that was restarted, by its subtasks. */
export interface Restart {
  readonly job: string;
  readonly sources: readonly number[];
  readonly gates: readonly number[];
}

export interface TraceStep extends ControllerWrite {
  readonly op: string;
  readonly job?: JobName;
  readonly g?: number;
  readonly src?: number;
  readonly v?: number;
  readonly ms?: number;
  readonly part?: "base" | "rest";
  readonly id?: string;
  readonly key?: string;
  readonly ts?: unknown;
  readonly from?: StartPoint;
  readonly name?: string;
  readonly drain?: boolean;
  readonly write?: { readonly put: Readonly<Record<string, string>> };
  readonly obs: {
    readonly v?: number;
    readonly data?: Readonly<Record<string, string>>;
    readonly ev?: readonly TraceEvent[];
    readonly state?: readonly Readonly<Record<string, unknown>>[];
    readonly done?: readonly number[];
    readonly cp?: number;
    readonly pos?: readonly number[];
    readonly now?: number;
    readonly status?: string;
    readonly replayed?: unknown;
    readonly restarted?: Restart;
  };
}

export interface TraceJob {
  /** Parallelism of the source and, behind the exchange, of all that follows. */
  readonly P: number;
  readonly Q: number;
  readonly partitioner: string;
  readonly keyToGate?: Readonly<Record<string, number>>;
}

export interface TraceConfig {
  readonly clock0: number;
  /** Milliseconds; 0 = no window. */
  readonly window: number;
  readonly maxParallelism: number;
  readonly OUT: TraceJob;
  readonly IN: TraceJob;
}

/** What all steps came to; lists hold record ids, or those of window results. */
export interface FinalLists {
  readonly emittedOUT: readonly string[];
  readonly emittedIN: readonly string[];
  readonly committedOUT: readonly string[];
  readonly committedIN: readonly string[];
  readonly duplicates: readonly string[];
  readonly gaps: readonly string[];
  readonly gapsFedToBoth: readonly string[];
  readonly txNeverCommitted: readonly unknown[];
  readonly stillRunning: readonly string[];
  readonly configMap: Readonly<Record<string, string>>;
}

/** A whole-job trace of the published gates on Flink 1.20.3. */
export interface Trace {
  readonly id: string;
  readonly protocol: string;
  readonly config: TraceConfig;
  readonly steps: readonly TraceStep[];
  readonly final: FinalLists;
}

/** A line of the traces file as a case; `traceOf` gives its trace. */
export function traceCase(line: RecordedValues): RecordedCase {
  if (!Array.isArray(line["steps"])) throw new CorruptCase(`no "steps" in the case`);
  return { id: textOf(line, "id"), versions: [textOf(line, "flink")], fields: line };
}

export function traceOf(recorded: RecordedCase): Trace {
  return recorded.fields as unknown as Trace;
}
