import type { RunOptions } from "../../../model/options.ts";
import type { SliceEvent } from "../../report-causes.ts";
import { faultTarget } from "../fault-target.ts";
import type { Candidate } from "./minimal.ts";
import { timeInOrder } from "./record-lateness.ts";
import { judgeOf, learningOf, type Target } from "./target.ts";
import type { World, WorldChange } from "./world.ts";

const LONG_START_MICROS = 2_000_000;

/** Where an event takes place, before lifelines have numbers. */
export type Place = "source" | "config-map" | "faults" | `gate ${string}`;

/** Something that may have decided, with how a chart would show it. */
export interface PossibleCause extends Candidate<WorldChange> {
  readonly event: Omit<SliceEvent, "from" | "to" | "change" | "isSlow" | "id">;
  readonly from: Place;
  readonly to: Place;
  /** How `changes` are called, one each. */
  readonly called: readonly NonNullable<SliceEvent["change"]>[];
}

/** All that could have been otherwise for this record: conditions first, messages last. */
export function possibleCauses(target: Target, world: World): readonly PossibleCause[] {
  return [
    ...faults(target, world),
    ...watchBreaks(target, world),
    ...idlePhases(target, world),
    ...startUp(target, world),
    ...lateness(target, world),
    ...messages(target, world),
  ];
}

/** Whether it still fails; a condition changes the whole run, so others may fail in its stead. */
function persistence(
  { kind }: Target,
  world: World,
  isCondition: boolean,
): PossibleCause["persists"] {
  const failing = kind === "gap" ? "lost" : "repeated";
  return (changes) => {
    const came = world.with(changes);
    if (came === undefined) return undefined;
    if (came.fate === failing) return "yes";
    return isCondition && came.failing.has(kind) ? "elsewhere" : "no";
  };
}

function condition(
  target: Target,
  world: World,
  id: string,
  change: (options: RunOptions) => RunOptions,
): Pick<PossibleCause, "id" | "changes" | "persists"> {
  const without = { kind: "options", name: `without ${id}`, change } as const;
  return { id, changes: [without], persists: persistence(target, world, true) };
}

function faults(target: Target, world: World): readonly PossibleCause[] {
  const { options, run, trace } = target.watched;
  return options.faults.flatMap((fault, i): PossibleCause[] => {
    const struck = run.strikes.findIndex((strike) => strike.fault === fault);
    if (struck < 0) return [];
    const at = trace.faults[struck]?.at ?? 0;
    const detail = { kind: fault.kind, target: faultTarget(fault), index: i };
    return [
      {
        ...condition(target, world, `fault:${i}`, (before) => ({
          ...before,
          faults: before.faults.filter((other) => other !== fault),
        })),
        called: ["removed"],
        event: { kind: "fault", sentAt: at, at, detail },
        from: "faults",
        to: "faults",
      },
    ];
  });
}

function watchBreaks(target: Target, world: World): readonly PossibleCause[] {
  const { kubernetes } = target.watched.options;
  if (kubernetes.watchBreaksPerHour === 0) return [];
  const at = target.handover.startedAt ?? 0;
  return [
    {
      ...condition(target, world, "watch-breaks", (before) => ({
        ...before,
        kubernetes: { ...before.kubernetes, watchBreaksPerHour: 0 },
      })),
      called: ["removed"],
      event: { kind: "fault", sentAt: at, at, detail: { kind: "watch-breaks", target: "gates" } },
      from: "faults",
      to: "faults",
    },
  ];
}

function idlePhases(target: Target, world: World): readonly PossibleCause[] {
  const { traffic } = target.watched.options.source;
  if (traffic.kind !== "generated") return [];
  return traffic.idle.map((phase, i): PossibleCause => {
    const { partition, fromMicros, toMicros } = phase;
    return {
      ...condition(target, world, `idle:${i}`, (before) => {
        if (before.source.traffic.kind !== "generated") return before;
        const idle = before.source.traffic.idle.filter((other) => other !== phase);
        const changed = { ...before.source.traffic, idle };
        return { ...before, source: { ...before.source, traffic: changed } };
      }),
      called: ["removed"],
      event: {
        kind: "idle",
        sentAt: fromMicros,
        at: toMicros,
        detail: { partition: partition ?? -1, micros: toMicros - fromMicros },
      },
      from: "source",
      to: "source",
    };
  });
}

function startUp(target: Target, world: World): readonly PossibleCause[] {
  const { handover, watched } = target;
  const span = handover.jobStates.find(
    ({ role, status }) => role === "incoming" && status === "deploying",
  );
  const judge = judgeOf(target, "incoming");
  // A short one only shakes the run: whatever fails by chance then fails elsewhere.
  if (span === undefined || span.to - span.from < LONG_START_MICROS) return [];
  return [
    {
      ...condition(target, world, "start-up:incoming", (before) => ({
        ...before,
        incoming: { ...before.incoming, startUp: { kind: "constant", us: 0 } },
      })),
      called: ["at-once"],
      event: {
        kind: "start-up",
        sentAt: span.from,
        at: span.to,
        detail: { job: watched.options.incoming.name, micros: span.to - span.from },
      },
      from: judge === undefined ? "faults" : `gate ${judge.path}`,
      to: judge === undefined ? "faults" : `gate ${judge.path}`,
    },
  ];
}

function lateness(target: Target, world: World): readonly PossibleCause[] {
  const { watched, place, record } = target;
  if (record.ts === null || place === null) return [];
  const { partition, offset } = place;
  const ts = timeInOrder(watched, partition, offset);
  if (ts <= record.ts) return [];
  const at = record.arrival ?? 0;
  return [
    {
      id: "lateness",
      changes: [{ kind: "event-time", partition, offset, ts }],
      persists: persistence(target, world, false),
      called: ["typical"],
      event: { kind: "lateness", sentAt: at, at, detail: { byMillis: ts - record.ts } },
      from: "source",
      to: "source",
    },
  ];
}

/** The messages that told the toggle to the two gates that judged it. */
function messages(target: Target, world: World): readonly PossibleCause[] {
  return (["outgoing", "incoming"] as const).flatMap((role): PossibleCause[] => {
    const judge = judgeOf(target, role);
    if (judge === undefined) return [];
    const heard = learningOf(target, judge.gate);
    if (heard === undefined || heard.via === "own-write" || heard.via === "open") return [];
    const { path, decision } = judge;
    const cameInTime = heard.at <= decision.at;
    const change = cameInTime ? "never" : 0;
    return [
      {
        id: `deliver:${path}:v${heard.version}`,
        changes: [{ kind: "toggle-message", path, micros: change }],
        persists: persistence(target, world, false),
        called: [cameInTime ? "removed" : "at-once"],
        event: {
          kind: "delivery",
          sentAt: heard.sentAt,
          at: heard.at,
          detail: {
            version: heard.version,
            via: heard.via,
            cameInTime,
            lateByMicros: heard.at - decision.at,
          },
        },
        from: "config-map",
        to: `gate ${path}`,
      },
    ];
  });
}
