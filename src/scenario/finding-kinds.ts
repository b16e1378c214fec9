/** What a scenario can expect to be found; a test holds these equal to the oracle's kinds. */
export type FindingKind =
  | "gap"
  | "duplicate"
  | "payload"
  | "order"
  | "phantom"
  | "torn"
  | "writer"
  | "late"
  | "visibility"
  | "stall"
  | "end-state"
  | "silence"
  | "conservation"
  | "differs"
  | "vacuous";

export const FINDING_KINDS: readonly FindingKind[] = [
  "gap",
  "duplicate",
  "payload",
  "order",
  "phantom",
  "torn",
  "writer",
  "late",
  "visibility",
  "stall",
  "end-state",
  "silence",
  "conservation",
  "differs",
  "vacuous",
];
