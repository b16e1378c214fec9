import type { Role } from "./evidence.ts";
import type { ExpectedOutputs } from "./expected-outputs.ts";

/** Why the two jobs may put out something else of the same input. */
export type DifferenceReason = "change" | "nondeterminism" | "processing time" | "state TTL";

/** What of an output no version can promise: its value, or whether it comes at all. */
export type Unsettled = "value" | "presence";

/** The outputs of a stage whose outcome is not a function of the input. */
export interface UnsettledOutputs {
  readonly reason: DifferenceReason;
  /** Undefined: what the versions have of it holds. */
  record(id: number): Unsettled | undefined;
  result(stage: number, key: number, start: number, end: number): Unsettled | undefined;
}

/** What each of two jobs that need not be alike would put out of the whole input, alone. */
export interface Versions {
  readonly of: Readonly<Record<Role, ExpectedOutputs>>;
  readonly unsettled: readonly UnsettledOutputs[];
  /**
   * The results of windows that held records when the incoming job was restored, with what was in
   * them: the old half of windows that are half old and half new.
   */
  readonly restored: ExpectedOutputs["results"] | undefined;
}

/**
 * The declared projection: what makes two outputs the same. By `output` it is the record, or key
 * and window of a result; by `key` or `window` all results of one are taken together, and each
 * record has to be in them once. What is ignored may differ between the jobs.
 */
export interface Projection {
  readonly by: "output" | "key" | "window";
  readonly ignores: readonly Unsettled[];
}

/** Nothing was declared. */
export const WHOLE_OUTPUT: Projection = { by: "output", ignores: [] };
