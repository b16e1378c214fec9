import type { Cause, CauseSection, SliceEvent } from "../../../src/explore/report-causes.ts";
import type { FailedRecord, FailureList } from "../../../src/explore/report-facts.ts";
import { type FixtureRecord, type FixtureRun, ROLES, WRITTEN } from "./fixture-run.ts";

const KEPT = 500;

export function isLost({ decisions }: FixtureRecord): boolean {
  return !decisions.outgoing.passed && !decisions.incoming.passed;
}

export function isTwice({ decisions }: FixtureRecord): boolean {
  return decisions.outgoing.passed && decisions.incoming.passed;
}

/** What neither job emitted, or both. */
export function failuresOf({ records }: FixtureRun): FailureList {
  const lost = records.filter(isLost);
  const twice = records.filter(isTwice);
  const all = [
    ...lost.map((record) => failed(record, "gap")),
    ...twice.map((record) => failed(record, "duplicate")),
  ];
  return {
    total: all.length,
    byKind: { gap: lost.length, duplicate: twice.length },
    shown: all.slice(0, KEPT),
  };
}

function failed(record: FixtureRecord, kind: "gap" | "duplicate"): FailedRecord {
  const { partition, offset, ts, arrival, decisions } = record;
  const isGap = kind === "gap";
  const output = { kind: "record", partition, offset, sub: 0 } as const;
  return {
    id: `${isGap ? "lost" : "duplicated"}:p${partition}·${offset}`,
    kind,
    property: isGap ? "no-gap" : "no-duplicate",
    lane: partition < 12 ? partition : -1,
    partition,
    offset,
    sub: 0,
    key: offset % 40,
    ts,
    arrival,
    decisions,
    visibleAt: ROLES.filter((role) => decisions[role].passed).map(
      (role) => decisions[role].at + 1e6,
    ),
    cause: isGap ? 0 : 1,
    witness: { output, ts, key: offset % 40, arrivalMicros: arrival },
  };
}

/** One class for what was lost, one for what came twice; the slow message is to blame. */
export function causesOf(run: FixtureRun, { shown, byKind }: FailureList): CauseSection {
  const kinds = (["gap", "duplicate"] as const).filter((kind) => (byKind[kind] ?? 0) > 0);
  return {
    causes: kinds.flatMap((kind) => {
      const first = shown.find((failure) => failure.kind === kind);
      return first === undefined ? [] : [causeOf(run, first, byKind[kind] ?? 0)];
    }),
    unexplained: 0,
  };
}

function causeOf(
  run: FixtureRun,
  { id, kind, decisions, partition, arrival }: FailedRecord,
  count: number,
): Cause {
  const [outgoing, incoming] = [decisions.outgoing!, decisions.incoming!];
  const gate = { role: "incoming", task: 0, subtask: partition ?? 0 } as const;
  const learned = run.learnedAt("incoming", partition ?? 0) ?? 0;
  return {
    kind,
    rules: { outgoing: outgoing.rule, incoming: incoming.rule },
    late: "toggle-at-incoming",
    count,
    failure: id,
    slice: {
      lifelines: [
        { kind: "source", partition: partition ?? 0 },
        { kind: "gate", isProposer: true, role: "outgoing", task: 0, subtask: 0 },
        { kind: "config-map" },
        { kind: "gate", isProposer: false, role: "outgoing", task: 0, subtask: partition ?? 0 },
        { kind: "gate", isProposer: false, ...gate },
      ],
      events: eventsOf(arrival ?? 0, learned, outgoing.at, incoming.at),
      candidates: 214,
      kept: [],
      removed: [],
      aside: [],
      runs: 31,
      isMinimal: true,
    },
    because: {
      kind,
      outgoing: outgoing.rule,
      incoming: incoming.rule,
      lateByMicros: Math.max(1, learned - incoming.at),
      gate,
    },
    remedies: [
      { kind: "message-earlier", gate, byMicros: Math.max(1, learned - incoming.at) },
      { kind: "setting", setting: "handover.deletion-delay", byMicros: 180_000 },
    ],
  };
}

function eventsOf(
  arrival: number,
  learned: number,
  outgoing: number,
  incoming: number,
): SliceEvent[] {
  const event = (
    [id, kind, from, to, sentAt, at]: readonly [
      string,
      SliceEvent["kind"],
      number,
      number,
      number,
      number,
    ],
    isSlow = false,
  ): SliceEvent => ({ id, kind, from, to, sentAt, at, detail: {}, change: "removed", isSlow });
  return [
    event(["propose", "proposal", 1, 2, WRITTEN, WRITTEN + 20_000]),
    event(["deliver:outgoing", "delivery", 2, 3, WRITTEN + 20_000, WRITTEN + 700_000]),
    event(["arrive:incoming", "arrival", 0, 4, arrival, incoming]),
    event(["arrive:outgoing", "arrival", 0, 3, arrival, outgoing]),
    event(["judge:incoming", "judgement", 4, 4, incoming, incoming]),
    event(["judge:outgoing", "judgement", 3, 3, outgoing, outgoing]),
    event(["deliver:incoming", "delivery", 2, 4, WRITTEN + 20_000, learned], true),
  ].sort((a, b) => a.at - b.at);
}
