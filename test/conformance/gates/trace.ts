import { CorruptCase, type RecordedCase, type RecordedValues } from "../corpus.ts";
import { textOf } from "../recordings.ts";

/** One event of a step; see FORMAT.md of the recordings. */
export interface TraceEvent {
  readonly job: string;
  readonly g: number;
  readonly e: string;
  readonly [field: string]: unknown;
}

export interface TraceStep {
  readonly op: string;
  readonly job?: string;
  readonly g?: number;
  readonly v?: number;
  readonly ms?: number;
  readonly part?: string;
  readonly put?: Readonly<Record<string, string>>;
  readonly replace?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly write?: { readonly put: Readonly<Record<string, string>> };
  readonly obs: {
    readonly v?: number;
    readonly data?: Readonly<Record<string, string>>;
    readonly ev?: readonly TraceEvent[];
    readonly state?: readonly Readonly<Record<string, unknown>>[];
    readonly done?: readonly number[];
  };
}

/** A whole-job trace of the published gates on Flink 1.20.3. */
export interface Trace {
  readonly id: string;
  readonly protocol: string;
  readonly config: { readonly clock0: number };
  readonly steps: readonly TraceStep[];
}

/** A line of the traces file as a case; `traceOf` gives its trace. */
export function traceCase(line: RecordedValues): RecordedCase {
  if (!Array.isArray(line["steps"])) throw new CorruptCase(`no "steps" in the case`);
  return { id: textOf(line, "id"), versions: [textOf(line, "flink")], fields: line };
}

export function traceOf(recorded: RecordedCase): Trace {
  return recorded.fields as unknown as Trace;
}
