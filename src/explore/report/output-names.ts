import { offsetOf, partitionOf } from "../../oracle/record-slots.ts";
import type { OutputName } from "../../oracle/witness.ts";

/** "p2·1048", as terminal and page name a record. */
export function recordName(id: number): string {
  return `p${partitionOf(id)}·${offsetOf(id)}`;
}

/** The same for any output: "p2·1048/3" is its fourth, "hourly·17·1767225600000" a result. */
export function outputName(
  output: OutputName,
  stages: readonly { readonly name: string }[],
): string {
  if (output.kind === "record") {
    const { partition, offset, sub } = output;
    return `p${partition}·${offset}${sub === 0 ? "" : `/${sub}`}`;
  }
  const { stage, key, start } = output;
  return `${stages[stage]?.name ?? stage}·${key}·${start}`;
}
