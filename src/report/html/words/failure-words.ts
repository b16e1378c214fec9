import type { PropertyRow } from "../../../explore/report-facts.ts";
import type { PropertyName } from "../../../oracle/verdict.ts";
import type { Appearance } from "../../../oracle/witness.ts";
import { countOf } from "../../quantity.ts";

type Failed = Pick<PropertyRow, "name" | "title" | "failures" | "unit">;

/** What a property that fails comes to; lost and duplicated outputs are counted elsewhere. */
const FAILED: Readonly<Partial<Record<PropertyName, (counted: string) => string>>> = {
  order: (counted) => `${counted} out of order`,
  "whole-transactions": (counted) => `${counted} not whole`,
  "single-writer": (counted) => `${counted} behind a second writer`,
  "late-set": (counted) => `${counted} late in one of the two alone`,
  "visible-in-time": (counted) => `${counted} visible too late`,
  alike: (counted) => `${counted} differ between the jobs`,
  conservation: () => "What came in and what came out do not balance",
  "handed-over": () => "The hand-over does not end",
  "end-state": () => "What is left is not one job",
  "no-silence": () => "Silent for too long",
  "non-vacuous": () => "It was never put to the test",
};

export function failedText({ name, title, failures, unit }: Failed): string {
  const counted = countOf(failures, unit);
  return FAILED[name]?.(counted) ?? `${title}: no, ${counted}`;
}

/** Of an output that came twice: the one job that wrote it both times; undefined: there are two. */
export function soleWriter(
  earlier: Pick<Appearance, "role"> | undefined,
  later: Pick<Appearance, "role"> | undefined,
): Appearance["role"] | undefined {
  return earlier !== undefined && earlier.role === later?.role ? earlier.role : undefined;
}
