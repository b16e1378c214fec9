import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

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
  readonly protocol: "V1" | "V2" | "V3";
  readonly config: { readonly clock0: number };
  readonly steps: readonly TraceStep[];
}

/** All recorded traces of gate-jobs. */
export function gateTraces(): readonly Trace[] {
  const file = new URL("../cases/gate-jobs/traces.jsonl.gz", import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString("utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Trace);
}
