import type { Anchor, FaultMoment } from "../model/fault-options.ts";
import { didYouMean } from "./nearest.ts";
import { readDuration } from "./units.ts";

/** Reports a problem at a fault's setting. */
export type FaultReport = (key: string | undefined, message: string, hint?: string) => void;

const ANCHORS: readonly Anchor[] = [
  "start",
  "handover-started",
  "savepoint-completed",
  "incoming-running",
  "transitioning",
  "cut-proposed",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "outgoing-deleted",
  "handed-over",
  "aborted",
];

/** "20 s" or "toggle-written + 300 ms"; undefined if something was reported. */
export function readMoment(text: string, report: FaultReport): FaultMoment | undefined {
  const match = /^([a-z]+(?:-[a-z]+)*)(?:\s*\+\s*(.+))?$/.exec(text.trim());
  const anchor = match?.[1] ?? "start";
  const known = ANCHORS.find((name) => name === anchor);
  if (known === undefined) {
    report("at", `there is no moment "${anchor}"`, didYouMean(anchor, ANCHORS));
    return undefined;
  }
  const offset = readDuration(match === null ? text : (match[2] ?? "0 s"));
  if (!offset.ok) report("at", offset.reason);
  return offset.ok ? { anchor: known, offsetMicros: offset.value } : undefined;
}
