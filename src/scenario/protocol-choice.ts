import type { Anchor } from "../model/fault-options.ts";
import type { HandoverOptions, RunOptions } from "../model/options.ts";

export type ProtocolName = HandoverOptions["protocol"]["name"];

/** A way of handing over that a scenario can be put under: a protocol, or a variant of one. */
export type ProtocolChoice = ProtocolName | "configured-watermark-by-timestamp";

/** In the order of a table: as published, proposed, repaired. */
export const PROTOCOL_CHOICES: readonly ProtocolChoice[] = [
  "basic",
  "watermark-gate-v1",
  "watermark-gate-v2",
  "watermark-gate-v3",
  "configured-watermark",
  "controller-watermark",
  "configured-watermark-by-timestamp",
  "acknowledged-watermark",
  "offset-cut",
  "stop-with-savepoint",
  "checkpoint-cut",
];

/** The choice that a run's options name. */
export function choiceOf({ handover }: RunOptions): ProtocolChoice | undefined {
  const protocol = handover?.protocol;
  if (protocol?.name !== "configured-watermark") return protocol?.name;
  return protocol.by === "crossing" ? protocol.name : "configured-watermark-by-timestamp";
}

/** The protocol of that choice. */
export function choiceName(choice: ProtocolChoice): ProtocolName {
  return choice === "configured-watermark-by-timestamp" ? "configured-watermark" : choice;
}

/** Nobody waits longer than this for records that are late (ms of event time). */
const PATIENCE_MILLIS = 20_000;
/** From the hand-over's beginning to a T that is configured beforehand (ms of event time). */
const LEAD_MILLIS = 10_000;

/**
 * The settings that a team would choose with a protocol, as a file holds them. They follow from what
 * it knows of its traffic: a T that is configured beforehand lies 10 s behind the beginning of the
 * hand-over; a cut by timestamps waits for records as late as the topic has them, and a second, but
 * not longer than 20 s. Everything else stays at the protocol's own default.
 */
export function settingsOf(
  choice: ProtocolChoice,
  { source: { traffic }, handover }: RunOptions,
): string | Readonly<Record<string, string>> {
  const isGenerated = traffic.kind === "generated";
  const late = isGenerated ? traffic.disorderMillis + lateOf(traffic.late) + 1_000 : 0;
  const lateness = isGenerated ? `${Math.min(late, PATIENCE_MILLIS)} ms` : undefined;
  const waits = lateness === undefined ? {} : { lateness };
  const toggle = `${Math.round((handover?.atMicros ?? 0) / 1_000) + LEAD_MILLIS} ms`;
  switch (choice) {
    case "configured-watermark":
      return { name: choice, toggle };
    case "configured-watermark-by-timestamp":
      return { name: "configured-watermark", by: "record-timestamp", toggle, ...waits };
    case "controller-watermark":
    case "acknowledged-watermark":
      return { name: choice, ...waits };
    default:
      return choice;
  }
}

function lateOf({
  share,
  byMillis,
}: {
  readonly share: number;
  readonly byMillis: number;
}): number {
  return share > 0 ? byMillis : 0;
}

type Stand = Readonly<Partial<Record<Anchor, Anchor>>>;

/** Where nothing is negotiated, the gates' phase stands for the moment in which T becomes known. */
const WITHOUT_TOGGLE: Stand = {
  "cut-proposed": "transitioning",
  "toggle-written": "transitioning",
  "clear-written": "outgoing-crossed",
};
const WITHOUT_PROPOSAL: Stand = { "cut-proposed": "toggle-written" };
const WITHOUT_CLEAR: Stand = { "clear-written": "outgoing-crossed" };
const WITHOUT_CROSSING: Stand = {
  "outgoing-crossed": "toggle-written",
  "clear-written": "toggle-written",
};
const WITHOUT_GATES: Stand = { ...WITHOUT_PROPOSAL, ...WITHOUT_CROSSING };

/** The moments that a protocol lacks, each with the one that stands for it. */
const STANDS: Readonly<Record<ProtocolChoice, Stand>> = {
  basic: {
    transitioning: "incoming-running",
    "cut-proposed": "incoming-running",
    "toggle-written": "incoming-running",
    "outgoing-crossed": "incoming-running",
    "clear-written": "incoming-running",
  },
  "watermark-gate-v1": WITHOUT_PROPOSAL,
  "watermark-gate-v2": WITHOUT_PROPOSAL,
  "watermark-gate-v3": WITHOUT_PROPOSAL,
  "configured-watermark": WITHOUT_TOGGLE,
  "controller-watermark": { ...WITHOUT_PROPOSAL, ...WITHOUT_CLEAR },
  "configured-watermark-by-timestamp": { ...WITHOUT_PROPOSAL, ...WITHOUT_CLEAR },
  "acknowledged-watermark": WITHOUT_CLEAR,
  "offset-cut": WITHOUT_CROSSING,
  "stop-with-savepoint": WITHOUT_GATES,
  "checkpoint-cut": WITHOUT_GATES,
};

/** The last moment in which the outgoing job of a protocol that stops it is sure to be there. */
const LAST_OF_OUTGOING: Readonly<Partial<Record<ProtocolChoice, Anchor>>> = {
  "stop-with-savepoint": "handover-started",
  "checkpoint-cut": "transitioning",
};
const BEHIND_THE_STOP: readonly string[] = [
  "savepoint-completed",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "incoming-running",
  "transitioning",
];

/** The moment in a hand-over of that kind which stands for the named one. */
export function momentUnder(choice: ProtocolChoice, anchor: string): string {
  return (STANDS[choice] as Readonly<Record<string, string>>)[anchor] ?? anchor;
}

/**
 * The moment to which a fault is moved that would strike an outgoing job which has been stopped by
 * then; undefined: it is still there.
 */
export function lastMomentOf(choice: ProtocolChoice, anchor: string): Anchor | undefined {
  return BEHIND_THE_STOP.includes(anchor) ? LAST_OF_OUTGOING[choice] : undefined;
}
