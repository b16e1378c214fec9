import type { RunOptions } from "../../model/options.ts";
import type { SettingChange } from "../report-margins.ts";
import { DELETION_DELAY, roundUp } from "./setting-axis.ts";

/** A change of one setting that could help, in doses from the smallest on. */
export interface Proposal {
  readonly setting: string;
  readonly doses: readonly Dose[];
}

export interface Dose {
  readonly change: SettingChange;
  apply(options: RunOptions): RunOptions;
}

/** What a run of this kind could be given; `lateMicros` = how late its records can be. */
export function proposals(
  options: RunOptions,
  delays: readonly number[],
  lateMicros: number,
): readonly Proposal[] {
  const { handover } = options;
  if (handover === undefined) return [];
  const spans: readonly (readonly [string, readonly Dose[]])[] = [
    [DELETION_DELAY.setting, delays.map((micros) => delayDose(options, micros))],
    ["pipeline.watermarks.bound", boundDoses(options, lateMicros)],
    ["kubernetes.watch-latency", latencyDoses(options, options.kubernetes.watchLatency)],
    ["sink.transaction-timeout", timeoutDoses(options)],
    ["handover.gate-timeout", gateTimeoutDoses(options)],
  ];
  const proposed = [...spans, ...wordDoses(options, handover)];
  return proposed.map(([setting, doses]) => ({ setting, doses }));
}

/** Settings that are one thing or another. */
function wordDoses(
  { sink, incoming }: RunOptions,
  { protocol, savepointsDir, deletion }: Handover,
): readonly (readonly [string, readonly Dose[]])[] {
  const asSaved = word("handover.savepoints-dir", false, true, (before) =>
    withHandover(before, { savepointsDir: true }),
  );
  const anew = word("sink.restore-state", true, false, (before) => ({
    ...before,
    incoming: { ...before.incoming, restoresSinkState: false },
  }));
  const exactly = word("sink.guarantee", sink.guarantee, "exactly-once", (before) => ({
    ...before,
    sink: { ...before.sink, guarantee: "exactly-once" },
  }));
  const gracefully = word("handover.deletion", "kill", "graceful", (before) =>
    withHandover(before, { deletion: "graceful" }),
  );
  const published = word("handover.protocol", protocol.name, PUBLISHED.name, (before) =>
    withHandover(before, { protocol: PUBLISHED }),
  );
  return [
    ["handover.protocol", isOlder(protocol.name) ? [published] : []],
    ["handover.savepoints-dir", savepointsDir ? [] : [asSaved]],
    ["sink.restore-state", incoming.restoresSinkState ? [anew] : []],
    ["sink.guarantee", sink.guarantee === "exactly-once" ? [] : [exactly]],
    ["handover.deletion", deletion === "graceful" ? [] : [gracefully]],
  ];
}

/** Nobody is told to go back from an agreed cut to the published gate. */
function isOlder(protocol: string): boolean {
  return ["basic", "watermark-gate-v1", "watermark-gate-v2"].includes(protocol);
}

/** Longer delays, which a change that makes watermarks lag may need beside it. */
export function longerDelays(options: RunOptions): readonly Dose[] {
  if (options.handover === undefined) return [];
  const used = DELETION_DELAY.read(options);
  const high = DELETION_DELAY.high(options);
  const values = [1.25, 1.5, 2].map((share) => roundUp(Math.max(used, 1_000_000) * share));
  return [...new Set([...values, high])]
    .filter((micros) => micros > used && micros <= high)
    .map((micros) => delayDose(options, micros));
}

const PUBLISHED = {
  name: "watermark-gate-v3",
  writeDelayMillis: 500,
  idleDoneMillis: 30_000,
} as const;

type Handover = NonNullable<RunOptions["handover"]>;

function withHandover(options: RunOptions, changed: Partial<Handover>): RunOptions {
  const { handover } = options;
  return handover === undefined ? options : { ...options, handover: { ...handover, ...changed } };
}

function word(
  setting: string,
  from: string | boolean,
  to: string | boolean,
  apply: Dose["apply"],
): Dose {
  return { change: { setting, from, to, unit: "word" }, apply };
}

function delayDose(options: RunOptions, micros: number): Dose {
  const from = DELETION_DELAY.read(options) / 1_000;
  return {
    change: { setting: DELETION_DELAY.setting, from, to: Math.round(micros / 1_000), unit: "ms" },
    apply: (before) => DELETION_DELAY.write(before, micros),
  };
}

/** Both jobs wait for records as late as there are. */
function boundDoses(options: RunOptions, lateMicros: number): readonly Dose[] {
  const from = Math.max(
    options.outgoing.watermarks.boundMillis,
    options.incoming.watermarks.boundMillis,
  );
  const to = roundUp(lateMicros) / 1_000;
  if (to <= from) return [];
  const held = (job: RunOptions["outgoing"]): RunOptions["outgoing"] => ({
    ...job,
    watermarks: { ...job.watermarks, boundMillis: to },
  });
  return [
    {
      change: { setting: "pipeline.watermarks.bound", from, to, unit: "ms" },
      apply: (before) => ({
        ...before,
        outgoing: held(before.outgoing),
        incoming: held(before.incoming),
      }),
    },
  ];
}

/** Its slow messages as fast as a usual one. */
function latencyDoses(
  options: RunOptions,
  latency: RunOptions["kubernetes"]["watchLatency"],
): readonly Dose[] {
  const slow = (options.kubernetes.slowWatches?.length ?? 0) > 0;
  if (latency.kind === "constant" && !slow) return [];
  const [from, to] =
    latency.kind === "lognormal"
      ? [latency.p99Us, latency.medianUs]
      : latency.kind === "uniform"
        ? [latency.highUs, latency.lowUs]
        : [
            latency.us +
              Math.max(...(options.kubernetes.slowWatches ?? []).map((one) => one.extraMicros)),
            latency.us,
          ];
  if (to >= from) return [];
  return [
    {
      change: { setting: "kubernetes.watch-latency", from, to, unit: "us" },
      apply: (before) => ({
        ...before,
        kubernetes: {
          ...before.kubernetes,
          watchLatency: { kind: "constant", us: to },
          slowWatches: [],
        },
      }),
    },
  ];
}

function timeoutDoses({ sink }: RunOptions): readonly Dose[] {
  const { transactionTimeoutMicros: from, maxTransactionTimeoutMicros: to } = sink;
  if (sink.guarantee !== "exactly-once" || from >= to) return [];
  return [
    {
      change: { setting: "sink.transaction-timeout", from, to, unit: "us" },
      apply: (before) => ({ ...before, sink: { ...before.sink, transactionTimeoutMicros: to } }),
    },
  ];
}

function gateTimeoutDoses({ handover }: RunOptions): readonly Dose[] {
  const from = handover?.gateTimeoutMicros ?? 0;
  const to = Math.max(600_000_000, 4 * from);
  if (from >= 600_000_000) return [];
  return [
    {
      change: { setting: "handover.gate-timeout", from, to, unit: "us" },
      apply: (before) => withHandover(before, { gateTimeoutMicros: to }),
    },
  ];
}
