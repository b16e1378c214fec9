import type { JobRole } from "../../model/options.ts";
import type { ProtocolOptions } from "../../model/protocol/protocol-options.ts";
import type { GateRule } from "../report-facts.ts";
import type { GateState } from "../report-handover.ts";

/** What a gate knew when it judged a record, and what it did. */
export interface Judgement {
  readonly role: JobRole;
  readonly passed: boolean;
  /** 0: a first deployment has that toggle. */
  readonly toggle: number | undefined;
  readonly watermark: number;
  /** NaN: the record has none. */
  readonly ts: number;
}

/** Whether gates of that protocol compare records with the toggle, or their watermark alone. */
export function comparesRecords(protocol: ProtocolOptions): boolean {
  return protocol.name !== "configured-watermark" || protocol.by === "record-timestamp";
}

/** The rule that explains what the gate did, told from what it knew; "other" if none does. */
export function ruleOf(
  { role, passed, toggle, watermark, ts }: Judgement,
  compares: boolean,
): GateRule {
  const isOutgoing = role === "outgoing";
  if (toggle === 0) return passed ? "first-deployment" : "other";
  if (toggle === undefined) return passed === isOutgoing ? "no-toggle" : "other";
  if (watermark > toggle && passed !== isOutgoing) return "crossed";
  if (!compares) return passed === isOutgoing ? "not-crossed" : "other";
  if (ts < toggle && passed === isOutgoing) return "older-than-toggle";
  if (ts >= toggle && passed !== isOutgoing) return "not-older-than-toggle";
  return "other";
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
