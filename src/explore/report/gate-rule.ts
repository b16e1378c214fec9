import type { JobRole } from "../../model/options.ts";
import type { ProtocolOptions } from "../../model/protocol/protocol-options.ts";
import type { GateRule } from "../report-facts.ts";
import type { GateState } from "../report-handover.ts";

/** Whether gates of that protocol compare records with the toggle, or their watermark alone. */
export function comparesRecords(protocol: ProtocolOptions): boolean {
  return protocol.name !== "configured-watermark" || protocol.by === "record-timestamp";
}

const RULES: readonly GateRule[] = [
  "no-toggle",
  "older-than-toggle",
  "not-older-than-toggle",
  "crossed",
  "not-crossed",
  "first-deployment",
  "other",
];

export function ruleName(rule: number): GateRule {
  return RULES[rule] ?? "other";
}

/**
 * The rule (by number) that explains what the gate did, told from what it knew; "other" if none
 * does. `toggle` 0 is that of a first deployment; `ts` NaN: the record has none.
 */
export function ruleOf(
  isOutgoing: boolean,
  passed: boolean,
  toggle: number | undefined,
  watermark: number,
  ts: number,
  compares: boolean,
): number {
  if (toggle === 0) return passed ? 5 : 6;
  if (toggle === undefined) return passed === isOutgoing ? 0 : 6;
  if (watermark > toggle && passed !== isOutgoing) return 3;
  if (!compares) return passed === isOutgoing ? 4 : 6;
  if (ts < toggle && passed === isOutgoing) return 1;
  return ts >= toggle && passed !== isOutgoing ? 2 : 6;
}

/** What a gate that knows this does with any record. */
export function gateStateOf(
  role: JobRole,
  toggle: number | undefined,
  watermark: number,
  compares: boolean,
): Exclude<GateState, "mixed" | "down"> {
  const isOutgoing = role === "outgoing";
  if (toggle === 0) return "open";
  if (toggle === undefined) return isOutgoing ? "open" : "closed";
  if (watermark > toggle) return isOutgoing ? "closed" : "open";
  if (compares) return "filtering";
  return isOutgoing ? "open" : "closed";
}
