import type { PropertyRow, ReportSetting } from "../../../src/explore/report-facts.ts";
import type { GateRow, HandoverSection } from "../../../src/explore/report-handover.ts";
import type { Gauge, SettingMargin } from "../../../src/explore/report-margins.ts";
import type { ReportHeader, ReportModel } from "../../../src/explore/report-model.ts";
import {
  ledgerOf,
  outputOf,
  statesOf,
  timelineOf,
  transactionsOf,
  watermarksOf,
} from "./fixture-charts.ts";
import { causesOf, failuresOf } from "./fixture-failures.ts";
import {
  DELETED,
  EPOCH,
  type FixtureOptions,
  FixtureRun,
  ORIGIN,
  ROLES,
  WINDOW,
  WRITTEN,
} from "./fixture-run.ts";

/** Lost records behind a slow message, unless the options say otherwise. */
export function modelOf(
  options: Partial<FixtureOptions> = {},
  change: Partial<ReportModel> = {},
): ReportModel {
  const run = new FixtureRun(options);
  const failures = failuresOf(run);
  const { gap = 0, duplicate = 0 } = failures.byKind;
  const status = failures.total > 0 ? "fail" : run.options.handsOver ? "pass" : "inconclusive";
  const checked = run.records.length;
  return {
    schema: "1.0",
    header: headerOf(run, status),
    verdict: {
      status,
      doubts: run.options.handsOver ? [] : ["nothing-handed-over"],
      headline: {
        ...{ due: checked, visible: checked - gap + duplicate, lost: gap, duplicated: duplicate },
        visibleOf: {
          outgoing: Math.floor(checked / 2),
          incoming: Math.ceil(checked / 2) - gap + duplicate,
        },
        ...{ wrong: 0, phantom: 0, pending: 0, gatesLearnedLate: gap > 0 ? 1 : 0 },
        ...{ propertiesFailed: (gap > 0 ? 1 : 0) + (duplicate > 0 ? 1 : 0), propertiesChecked: 6 },
      },
      properties: propertiesOf(checked, failures.shown, gap, duplicate),
      first: failures.shown[0]?.id ?? null,
      stopReason: "time",
      events: 21_400,
      fingerprint: "0123456789abcdef",
      arrived: Array.from({ length: run.options.partitions }, () => run.options.perPartition),
    },
    handover: handoverOf(run),
    watermarks: watermarksOf(run, failures),
    timeline: timelineOf(run, failures),
    ledger: ledgerOf(run),
    transactions: transactionsOf(run),
    causes: causesOf(run, failures),
    output: outputOf(run),
    gauge: gaugeOf(),
    margins: [MARGIN],
    advice: {
      changes: [
        {
          change: { setting: "handover.deletion-delay", from: 5e6, to: 8e6, unit: "us" },
          before: {
            status: "fail",
            lost: gap,
            duplicated: duplicate,
            wrong: 0,
            propertiesFailed: 2,
          },
          after: { status: "fail", lost: 0, duplicated: duplicate, wrong: 0, propertiesFailed: 1 },
          cost: { handoverMicros: 3e6, bothJobsMicros: 3e6, latencyMicros: 0, silenceMicros: null },
          seeds: { runs: 200, failingBefore: 200, failingAfter: 4, low: 0.01, high: 0.05 },
        },
      ],
      best: null,
    },
    data: { settings: SETTINGS, failures, log: logOf() },
    ...change,
  };
}

function headerOf({ options }: FixtureRun, status: ReportHeader["seeds"]["status"]): ReportHeader {
  const { title, partitions, keyName } = options;
  const job = { flinkVersion: "1.20", parallelism: partitions };
  return {
    ...{ file: "prod.yaml", title, question: "Does every order come out once?", version: "0.4.0" },
    inputs: "3f9c21ab".repeat(8),
    seed: 7,
    seeds: {
      ...{
        first: 1,
        runs: 200,
        pass: status === "pass" ? 200 : 0,
        fail: status === "fail" ? 200 : 0,
      },
      ...{ inconclusive: status === "inconclusive" ? 200 : 0, status, failing: [] },
      ...{ low: status === "fail" ? 0.982 : 0, high: status === "fail" ? 1 : 0.018, findings: [] },
    },
    jobs: {
      outgoing: { ...job, name: "orders-v41", colour: "BLUE" },
      incoming: { ...job, name: "orders-v42", colour: "GREEN" },
    },
    pipeline: {
      protocol: "watermark-gate-v3",
      sources: [{ topic: "orders", partitions }],
      stages: [{ kind: "map", name: "enrich" }],
      sinks: [
        { topic: "out", partitions: 1, guarantee: "exactly-once", readers: "read_committed" },
      ],
    },
    clock: {
      epochMillis: EPOCH,
      speed: 1,
      originMicros: ORIGIN,
      window: WINDOW,
      focus: null,
      endedAtMicros: 180e6,
    },
    keyNames: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [i, `${keyName} ${i}`])),
    notModelled: [],
    expectation: null,
  };
}

function propertiesOf(
  checked: number,
  shown: ReportModel["data"]["failures"]["shown"],
  gap: number,
  duplicate: number,
): PropertyRow[] {
  const row = (
    given: Partial<PropertyRow> & Pick<PropertyRow, "name" | "title" | "kind">,
  ): PropertyRow => ({
    ...{ status: "pass", checked, unit: "records", failures: 0, counts: {} },
    ...{ witness: null, failure: null, margin: null, ...given },
  });
  const failing = (kind: string, failures: number): Partial<PropertyRow> => {
    const first = shown.find((failure) => failure.kind === kind);
    if (first === undefined) return {};
    return { status: "fail", failures, witness: first.witness, failure: first.id };
  };
  const margin = (micros: number, against: string, setting: number | null = null) => ({
    margin: { micros, against, setting, isMonotone: true },
  });
  const used = margin(gap > 0 ? -1.7e6 : 2.1e6, "handover.deletion-delay", 0);
  return [
    row({ name: "no-gap", title: "No record lost", kind: "gap", ...used, ...failing("gap", gap) }),
    row({
      name: "no-duplicate",
      title: "No record duplicated",
      kind: "duplicate",
      ...failing("duplicate", duplicate),
    }),
    row({
      name: "order",
      title: "Order kept per key",
      kind: "order",
      checked: 312,
      unit: "key sequences",
    }),
    row({
      name: "whole-transactions",
      title: "All emitted committed",
      kind: "torn",
      checked: 7,
      unit: "transactions",
      ...margin(10.5e6, "transaction timeout"),
    }),
    row({
      name: "handed-over",
      title: "Hand-over ends",
      kind: "stall",
      checked: 1,
      unit: "hand-overs",
      counts: { tookMicros: 13_100_000 },
      ...margin(46.9e6, "gate timeout"),
    }),
    row({
      name: "visible-in-time",
      title: "Visible in time",
      kind: "visibility",
      status: "not-applicable",
      checked: 0,
    }),
  ];
}

function handoverOf(run: FixtureRun): HandoverSection {
  const { handsOver, delayMillis } = run.options;
  const gates = ROLES.flatMap((role) =>
    run.lines[role].map((_, subtask) => gateOf(run, role, subtask)),
  );
  const state = (from: number, to: number, name: string) => ({ from, to, state: name, why: "" });
  const proposer = { role: "outgoing", task: 0, subtask: 0 } as const;
  return {
    outcome: handsOver ? "handed-over" : "none",
    startedAt: handsOver ? ORIGIN : null,
    endedAt: handsOver ? DELETED : null,
    moments: handsOver
      ? [
          { name: "toggle-written", at: WRITTEN },
          { name: "outgoing-deleted", at: DELETED },
        ]
      : [],
    controller: handsOver
      ? [
          state(WINDOW.from, ORIGIN, "ACTIVE_BLUE"),
          state(ORIGIN, DELETED, "TRANSITIONING_TO_GREEN"),
          state(DELETED, WINDOW.to, "ACTIVE_GREEN"),
        ]
      : [state(WINDOW.from, WINDOW.to, "ACTIVE_BLUE")],
    configMap: handsOver
      ? [
          {
            version: 7,
            at: WRITTEN,
            writer: "Blue/0",
            gate: proposer,
            changed: {},
            toggle: run.toggle,
          },
        ]
      : [],
    deliveries: gates.flatMap(({ heardAt }, gate) =>
      heardAt === null
        ? []
        : [
            {
              gate,
              version: 7,
              sentAt: WRITTEN,
              at: heardAt,
              via: "watch" as const,
              isLearning: true,
            },
          ],
    ),
    deliveriesTotal: gates.length,
    toggle: handsOver
      ? {
          ...{ toggle: run.toggle, writtenAt: WRITTEN, version: 7, proposer },
          ...{
            proposerWatermark: run.toggle - delayMillis,
            deletionDelayMillis: delayMillis,
            others: [],
          },
        }
      : null,
    gates,
    jobStates: [],
    faults: [],
    checkpoints: [],
  };
}

function gateOf(run: FixtureRun, role: GateRow["role"], subtask: number): GateRow {
  const mine = run.records.filter(({ partition }) => partition === subtask);
  const passed = mine.filter(({ decisions }) => decisions[role].passed).length;
  const learned = run.learnedAt(role, subtask);
  const early = mine.find(
    ({ ts, decisions }) => ts >= run.toggle && learned !== null && decisions[role].at < learned,
  );
  return {
    ...{ role, task: 0, subtask, attempts: 1, passed, dropped: mine.length - passed },
    ...{ toggle: run.options.handsOver ? run.toggle : null, heardAt: learned, learnedAt: learned },
    crossedAt: run.crossedAt(role, subtask),
    early: early ? { record: `p${subtask}·${early.offset}`, at: early.decisions[role].at } : null,
    states: statesOf(run, role, subtask),
    isDecisive: subtask === (role === "outgoing" ? 0 : Math.min(2, run.options.partitions - 1)),
  };
}

const MARGIN: SettingMargin = {
  ...{
    setting: "handover.deletion-delay",
    property: "no-gap",
    usedMicros: 5e6,
    lowMicros: 0,
    highMicros: 20e6,
  },
  ...{
    holdsAtMicros: 6.7e6,
    failsAtMicros: 6.6e6,
    marginMicros: -1.7e6,
    isMonotone: true,
    probes: [],
  },
};

function gaugeOf(): Gauge {
  return {
    ...{ setting: "handover.deletion-delay", lowMicros: 0, highMicros: 20e6, usedMicros: 5e6 },
    ...{ recommendedMicros: 8e6, margin: 0, seeds: 200, seedsFailing: 0 },
    zones: [
      { fromMicros: 0, toMicros: 6.7e6, failing: ["no-gap"] },
      { fromMicros: 6.7e6, toMicros: 15.5e6, failing: [] },
      { fromMicros: 15.5e6, toMicros: 20e6, failing: ["whole-transactions"] },
    ],
  };
}

function setting(
  path: string,
  value: ReportSetting["value"],
  isDefault: boolean,
  matters = true,
): ReportSetting {
  return {
    path,
    key: null,
    value,
    default: value,
    isDefault,
    from: isDefault ? "default" : "scenario",
    matters,
  };
}

const SETTINGS: readonly ReportSetting[] = [
  setting("handover.deletion-delay", 5_000, false),
  setting(
    "kubernetes.watch-latency",
    { kind: "lognormal", medianUs: 700_000, p99Us: 4_200_000 },
    false,
  ),
  setting("source.partitions", 4, true),
  setting("pipeline.watermarks.bound", 1_500, true),
  setting("pipeline.checkpointing.interval", 5_000_000, false),
  setting("sink.transaction-timeout", 15_000_000, true),
  setting("handover.gate-timeout", 60_000_000, true),
  setting("source.late.share", 0.05, true),
  ...Array.from({ length: 33 }, (_, i) => setting(`pipeline.more.number-${i}`, i, true, false)),
];

function logOf(): ReportModel["data"]["log"] {
  const shown = Array.from({ length: 30 }, (_, i) => ({
    at: ORIGIN + i * 300_000,
    where: i % 3 ? "outgoing/0/1" : "kubernetes/controller",
    what: i % 3 ? "barrier" : "reconcile",
    detail: { checkpoint: i },
  }));
  return { total: 1_200, shown };
}
