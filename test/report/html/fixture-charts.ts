import type {
  LedgerCounts,
  LedgerSection,
  OutputSection,
  TimelineLane,
  TimelineRail,
  TimelineSection,
  TransactionSection,
  WatermarkSection,
} from "../../../src/explore/report-charts.ts";
import type { FailureList } from "../../../src/explore/report-facts.ts";
import type { GateSpan } from "../../../src/explore/report-handover.ts";
import type { Role } from "../../../src/oracle/evidence.ts";
import { isLost, isTwice } from "./fixture-failures.ts";
import {
  DELETED,
  EPOCH,
  type FixtureRecord,
  type FixtureRun,
  ROLES,
  WINDOW,
} from "./fixture-run.ts";

const DRAWN = 12;

export function watermarksOf(run: FixtureRun, { shown }: FailureList): WatermarkSection {
  const isMany = run.options.partitions > 32;
  const slow = Math.min(2, run.options.partitions - 1);
  const lines = ROLES.flatMap((role) =>
    run.lines[role].map(({ t, wm }, subtask) => ({
      ...{ role, task: 0, subtask, t, isDecisive: subtask === (role === "outgoing" ? 0 : slow) },
      wm: t.map((at, i) => (role === "outgoing" && at > DELETED ? null : (wm[i] ?? null))),
    })),
  );
  const bandOf = (role: Role): WatermarkSection["bands"][number] => {
    const t = Array.from({ length: 90 }, (_, i) => WINDOW.from + i * 200_000);
    const all = t.map((at) => run.lines[role].flatMap((_, p) => run.watermark(role, p, at) ?? []));
    const pick = (of: (...values: number[]) => number) =>
      all.map((v) => (v.length ? of(...v) : null));
    return { role, t, low: pick(Math.min), high: pick(Math.max) };
  };
  return {
    readAt: "gate",
    lines: isMany ? lines.filter(({ isDecisive }) => isDecisive) : lines,
    bands: isMany ? ROLES.map(bandOf) : [],
    subtasks: 2 * run.options.partitions,
    failed: shown.map(({ id }) => id),
    idle: [],
  };
}

export function statesOf(run: FixtureRun, role: Role, subtask: number): GateSpan[] {
  const learned = run.learnedAt(role, subtask) ?? WINDOW.to;
  const crossed = run.crossedAt(role, subtask) ?? WINDOW.to;
  const [before, after] =
    role === "outgoing" ? (["open", "closed"] as const) : (["closed", "open"] as const);
  const end = role === "outgoing" ? DELETED : WINDOW.to;
  return [
    { from: WINDOW.from, to: learned, state: before },
    { from: learned, to: crossed, state: "filtering" },
    { from: crossed, to: end, state: after },
    ...(end < WINDOW.to ? [{ from: end, to: WINDOW.to, state: "down" as const }] : []),
  ].filter((span): span is GateSpan => span.to > span.from);
}

export function timelineOf(run: FixtureRun, failures: FailureList): TimelineSection {
  const of = (partition: number): readonly FixtureRecord[] =>
    run.records.filter((record) => record.partition === partition);
  const rail = (role: Role, partition: number): TimelineRail => {
    const at = of(partition)
      .filter(({ decisions }) => decisions[role].passed)
      .map(({ decisions }) => decisions[role].at);
    const barriers = [1, 2, 3].map((n) => ({
      at: WINDOW.from + n * 5_000_000 - 4_000_000,
      checkpoint: 40 + n,
    }));
    const states = statesOf(run, role, partition);
    return {
      task: 0,
      subtasks: [partition],
      states,
      ticks: isMany(run) ? counted(at) : { at, first: 0, count: [] },
      focusTicks: { at: [], first: 0, count: [] },
      barriers: partition % 2 ? [] : barriers,
    };
  };
  const lane = (partition: number): TimelineLane => ({
    key: { kind: "partition", source: "orders", partition },
    counts: laneCounts(of(partition)),
    rails: { outgoing: rail("outgoing", partition), incoming: rail("incoming", partition) },
    failures: failures.shown
      .filter((failure) => failure.partition === partition)
      .map(({ id }) => id),
    idle: partition === 3 ? [{ from: WINDOW.from + 11e6, to: WINDOW.from + 13e6 }] : [],
  });
  const all = Array.from({ length: run.options.partitions }, (_, p) => p);
  const rest = all.slice(DRAWN);
  const group = {
    lanes: rest.map((partition) => ({ kind: "partition" as const, source: "orders", partition })),
    counts: laneCounts(run.records.filter(({ partition }) => partition >= DRAWN)),
    rails: {
      outgoing: { at: [], first: 10, count: Array.from({ length: 480 }, (_, i) => (i % 7) + 1) },
      incoming: { at: [], first: 500, count: Array.from({ length: 480 }, (_, i) => (i % 5) + 1) },
    },
  };
  return {
    ticksAt: "gate",
    window: {
      ...WINDOW,
      ticks: isMany(run) ? "counts" : "each",
      pixelMicros: (WINDOW.to - WINDOW.from) / 1_000,
    },
    focus: null,
    inWindow: run.records.length,
    inRun: run.records.length * 4,
    lanes: all.slice(0, DRAWN).map(lane),
    groups: rest.length === 0 ? [] : [group],
  };
}

function isMany({ records }: FixtureRun): boolean {
  return records.length > 4_000;
}

function counted(at: readonly number[]): TimelineRail["ticks"] {
  const count = new Array<number>(1_000).fill(0);
  for (const time of at) {
    const pixel = Math.floor((1_000 * (time - WINDOW.from)) / (WINDOW.to - WINDOW.from));
    if (pixel >= 0 && pixel < 1_000) count[pixel]! += 1;
  }
  return { at: [], first: 0, count };
}

function laneCounts(records: readonly FixtureRecord[]): TimelineLane["counts"] {
  const count = (is: (record: FixtureRecord) => boolean): number => records.filter(is).length;
  return {
    records: records.length,
    byOutgoing: count(({ decisions }) => decisions.outgoing.passed),
    byIncoming: count(({ decisions }) => decisions.incoming.passed),
    lost: count(isLost),
    duplicated: count(isTwice),
    other: 0,
  };
}

export function ledgerOf({ records, options }: FixtureRun): LedgerSection {
  const startMillis = EPOCH + WINDOW.from / 1_000 - 4_000;
  const binMillis = 200;
  const rows = Array.from({ length: Math.min(64, options.partitions) }, (_, row) => {
    const byBin = new Map<number, FixtureRecord[]>();
    for (const record of records.filter(({ partition }) => partition % 64 === row)) {
      const bin = Math.floor((record.ts - startMillis) / binMillis);
      byBin.set(bin, [...(byBin.get(bin) ?? []), record]);
    }
    const bin = [...byBin.keys()].sort((a, b) => a - b);
    const lanes = [{ kind: "partition" as const, source: "orders", partition: row }];
    return { lanes, bin, cells: bin.map((b) => ledgerCounts(byBin.get(b) ?? [])) };
  });
  return {
    startMillis,
    binMillis,
    bins: 110,
    rows,
    outside: ledgerCounts([]),
    total: ledgerCounts(records),
  };
}

function ledgerCounts(records: readonly FixtureRecord[]): LedgerCounts {
  const once = (role: Role): number =>
    records.filter((r) => !isTwice(r) && r.decisions[role].passed).length;
  return {
    onceByOutgoing: once("outgoing"),
    onceByIncoming: once("incoming"),
    lost: records.filter(isLost).length,
    duplicated: records.filter(isTwice).length,
    wrong: 0,
    pending: 0,
    late: records.filter(({ arrival, ts }) => EPOCH + arrival / 1_000 - ts > 2_000).length,
  };
}

export function transactionsOf(run: FixtureRun): TransactionSection {
  const subtasks = Array.from({ length: Math.min(run.options.partitions, 8) }, (_, i) => i);
  const bars = ROLES.flatMap((role) =>
    [0, 1, 2].map((n) => {
      const openedAt = WINDOW.from + n * 5e6 + (role === "incoming" ? 3e6 : 0);
      return {
        ...{ role, subtasks, attempt: 0, number: n, checkpoint: 40 + n, records: 12 * n, openedAt },
        preCommittedAt: openedAt + 5e6,
        endedAt: openedAt + 5_600_000,
        state: "committed" as const,
        deadline: openedAt + 15e6,
        isPastDeadline: false,
        isLingering: false,
      };
    }),
  );
  const counts = {
    transactions: 6,
    committed: 6,
    aborted: 0,
    open: 0,
    lingering: 0,
    pastDeadline: 0,
  };
  return { timeoutMicros: 15e6, bars, barsDropped: 0, counts, longestOpenMicros: 5_600_000 };
}

export function outputOf({ records }: FixtureRun): OutputSection {
  const bins = 72;
  const counts = (role: Role): number[] => {
    const visible = new Array<number>(bins).fill(0);
    for (const { decisions } of records) {
      const bin = Math.floor((decisions[role].at - WINDOW.from) / 250_000);
      if (decisions[role].passed && bin < bins) visible[bin]! += 1;
    }
    return visible;
  };
  const constant = (value: number): number[] => new Array<number>(bins).fill(value);
  return {
    startMicros: WINDOW.from,
    binMicros: 250_000,
    visible: { outgoing: counts("outgoing"), incoming: counts("incoming") },
    latency: { p50: constant(3e6), p95: constant(5e6), p99: constant(5.4e6), max: constant(6.1e6) },
    overall: { p50: 3e6, p95: 5e6, p99: 5.4e6, max: 6.1e6, outputs: records.length },
    longestSilence: { from: WINDOW.from + 5e6, to: WINDOW.from + 7.1e6 },
    first: { outgoing: WINDOW.from, incoming: WINDOW.from + 8e6 },
    last: { outgoing: WINDOW.from + 9e6, incoming: WINDOW.to },
  };
}
