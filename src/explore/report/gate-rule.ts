import type { JobRole } from "../../model/options.ts";
import type { ProtocolOptions } from "../../model/protocol/protocol-options.ts";
import type { GateRule } from "../report-facts.ts";
import type { GateState } from "../report-handover.ts";

/**
 * What gates of a protocol go by. "both": each record until the watermark has crossed the toggle, then
 * nothing more; "crossing": that alone; "records": each record, for ever; "positions": where each
 * record stands in its partition.
 */
export type GateManner = "both" | "crossing" | "records" | "positions";

export function mannerOf(protocol: ProtocolOptions | undefined): GateManner {
  switch (protocol?.name) {
    case "configured-watermark":
      return protocol.by === "crossing" ? "crossing" : "records";
    case "controller-watermark":
    case "acknowledged-watermark":
      return "records";
    case "offset-cut":
    case "checkpoint-cut":
    case "stop-with-savepoint":
      return "positions";
    default:
      return "both";
  }
}

const RULES: readonly GateRule[] = [
  "no-toggle",
  "older-than-toggle",
  "not-older-than-toggle",
  "crossed",
  "not-crossed",
  "by-position",
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
  manner: GateManner,
): number {
  if (manner === "positions") return 5;
  if (toggle === 0) return passed ? 6 : 7;
  if (toggle === undefined) return passed === isOutgoing ? 0 : 7;
  if (manner !== "records" && watermark > toggle && passed !== isOutgoing) return 3;
  if (manner === "crossing") return passed === isOutgoing ? 4 : 7;
  if (ts < toggle && passed === isOutgoing) return 1;
  return ts >= toggle && passed !== isOutgoing ? 2 : 7;
}

/** What a gate that knows this does with any record; `passed` = what it just did with one. */
export function gateStateOf(
  role: JobRole,
  passed: boolean,
  toggle: number | undefined,
  watermark: number,
  manner: GateManner,
): Exclude<GateState, "mixed" | "down"> {
  const isOutgoing = role === "outgoing";
  if (manner === "positions") return passed ? "open" : "closed";
  if (toggle === 0) return "open";
  if (toggle === undefined) return isOutgoing ? "open" : "closed";
  if (manner !== "records" && watermark > toggle) return isOutgoing ? "closed" : "open";
  if (manner !== "crossing") return "filtering";
  return isOutgoing ? "open" : "closed";
}
