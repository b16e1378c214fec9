import type { CausalSlice, Lifeline, SliceEvent } from "../../report-causes.ts";
import { isSameSubtask, pathOf, refOf } from "../subtask-table.ts";
import { type Place, type PossibleCause, possibleCauses } from "./candidates.ts";
import { minimal } from "./minimal.ts";
import { judgeOf, learningOf, type Target } from "./target.ts";
import type { World } from "./world.ts";

const EVENTS_MAX = 12;

interface PlacedEvent extends Omit<SliceEvent, "from" | "to"> {
  readonly from: Place;
  readonly to: Place;
}

/** The slice of one failure, and which possible causes it was reduced to. */
export interface FoundSlice {
  readonly slice: CausalSlice;
  readonly kept: readonly PossibleCause[];
}

/**
 * What decided over one record: the judgements of both gates, the proposal of the toggle, and of all
 * that could have been otherwise what made the failure vanish when it was.
 */
export function sliceOf(target: Target, world: World): FoundSlice {
  const possible = possibleCauses(target, world);
  const { kept, aside, removed, isMinimal } = minimal(possible);
  const causes = kept.flatMap(({ candidate, change }): PlacedEvent[] => {
    const cause = possible.find((one) => one === candidate);
    if (cause === undefined) return [];
    const called = cause.called[cause.changes.indexOf(change)] ?? "removed";
    return [placed(cause, called)];
  });
  const told = [...judgements(target), ...proposal(target), ...untestable(target)];
  const events = [...told, ...causes]
    .sort((a, b) => a.at - b.at || a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1))
    .slice(0, EVENTS_MAX);
  const places = [...new Set(events.flatMap(({ from, to }) => [from, to]))].sort(byRank(target));
  return {
    slice: {
      lifelines: places.map((place) => lifelineOf(target, place)),
      events: markedSlow(events).map((event) => ({
        ...event,
        from: places.indexOf(event.from),
        to: places.indexOf(event.to),
      })),
      candidates: possible.length,
      kept: kept.map(({ candidate }) => candidate.id),
      removed: removed.map(({ candidate }) => candidate.id),
      aside: aside.map(({ id }) => id),
      runs: world.runs,
      isMinimal,
    },
    kept: possible.filter((one) => kept.some(({ candidate }) => candidate === one)),
  };
}

function placed({ id, event, from, to }: PossibleCause, change: SliceEvent["change"]): PlacedEvent {
  return { id, ...event, from, to, change, isSlow: false };
}

/** The record on its way from its partition to each gate, and what the gate did. */
function judgements(target: Target): readonly PlacedEvent[] {
  const { record } = target;
  return (["outgoing", "incoming"] as const).flatMap((role): PlacedEvent[] => {
    const judge = judgeOf(target, role);
    if (judge === undefined) return [];
    const { at, passed, rule, toggle, watermark } = judge.decision;
    return [
      {
        id: `judge:${role}`,
        kind: "judgement",
        from: target.place === null ? `gate ${judge.path}` : "source",
        to: `gate ${judge.path}`,
        sentAt: record.arrival ?? at,
        at,
        detail: {
          role,
          passed,
          rule,
          ...(record.ts === null ? {} : { ts: record.ts }),
          ...(toggle === null ? {} : { toggle }),
          ...(watermark === null ? {} : { watermark }),
        },
        change: null,
        isSlow: false,
      },
    ];
  });
}

function proposal({ handover }: Target): readonly PlacedEvent[] {
  const { toggle } = handover;
  if (toggle === null || toggle.writtenAt === null || toggle.proposer === null) return [];
  return [
    {
      id: `propose:v${toggle.version}`,
      kind: "proposal",
      from: `gate ${pathOf(toggle.proposer)}`,
      to: "config-map",
      sentAt: toggle.writtenAt,
      at: toggle.writtenAt,
      detail: { toggle: toggle.toggle, deletionDelayMillis: toggle.deletionDelayMillis },
      change: null,
      isSlow: false,
    },
  ];
}

/** A gate that read the toggle when it opened: there was no message to take away. */
function untestable(target: Target): readonly PlacedEvent[] {
  return (["outgoing", "incoming"] as const).flatMap((role): PlacedEvent[] => {
    const judge = judgeOf(target, role);
    const heard = judge && learningOf(target, judge.gate);
    if (judge === undefined || heard?.via !== "open") return [];
    return [
      {
        id: `open:${judge.path}`,
        kind: "delivery",
        from: "config-map",
        to: `gate ${judge.path}`,
        sentAt: heard.sentAt,
        at: heard.at,
        detail: { version: heard.version, via: heard.via },
        change: null,
        isSlow: false,
      },
    ];
  });
}

/** The message that would have had to be earlier; of several the one that took longest. */
function markedSlow(events: readonly PlacedEvent[]): readonly PlacedEvent[] {
  const late = events.filter(({ kind, change }) => kind === "delivery" && change === "at-once");
  const slowest = late.toSorted((a, b) => b.at - b.sentAt - (a.at - a.sentAt))[0];
  return events.map((event) => (event === slowest ? { ...event, isSlow: true } : event));
}

/** Source, proposer, ConfigMap, the gates that judged it, faults. */
function byRank(target: Target): (a: Place, b: Place) => number {
  const judges = (["outgoing", "incoming"] as const).map((role) => {
    const judge = judgeOf(target, role);
    return judge === undefined ? "" : `gate ${judge.path}`;
  });
  const rank = (place: Place): number => {
    if (place === "source") return 0;
    if (place === "config-map") return 2;
    if (place === "faults") return 5;
    return judges.includes(place) ? 3 + judges.indexOf(place) : 1;
  };
  return (a, b) => rank(a) - rank(b);
}

function lifelineOf({ place: origin, handover }: Target, place: Place): Lifeline {
  if (place === "source") return { kind: "source", partition: origin?.partition ?? 0 };
  if (place === "config-map" || place === "faults") return { kind: place };
  const gate = refOf(place.slice("gate ".length));
  if (gate === undefined) return { kind: "controller" };
  const proposer = handover.toggle?.proposer ?? undefined;
  const isProposer = proposer !== undefined && isSameSubtask(proposer, gate);
  return { kind: "gate", ...gate, isProposer };
}
