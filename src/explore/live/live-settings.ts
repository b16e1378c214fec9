import type { LatencyModel } from "../../engine/latency.ts";
import type { JobOptions, RunOptions } from "../../model/options.ts";
import { DELETION_DELAY, roundUp } from "../report/setting-axis.ts";

/** A value that was moved: microseconds (of event time too), or a word. */
export type LiveValue = number | string;

/** Moved settings by path, as a link holds them. */
export type LiveValues = Readonly<Record<string, LiveValue>>;

/** A setting that a page can move. */
export type LiveSetting = LiveDuration | LiveWord;

export interface LiveDuration {
  /** The first of the settings that it stands for, as in the list of settings. */
  readonly path: string;
  /** Others that move with it. */
  readonly twins: readonly string[];
  readonly kind: "duration";
  readonly low: number;
  readonly high: number;
  readonly used: number;
  write(options: RunOptions, micros: number): RunOptions;
  /** The moved value as the list of settings has it. */
  shown(options: RunOptions): unknown;
}

export interface LiveWord {
  readonly path: string;
  readonly twins: readonly string[];
  readonly kind: "word";
  readonly choices: readonly string[];
  readonly used: string;
  write(options: RunOptions, word: string): RunOptions;
  shown(options: RunOptions): unknown;
}

const SECOND = 1_000_000;

/** What can be moved in a run of these options; nothing, where nothing is handed over. */
export function liveSettings(options: RunOptions): readonly LiveSetting[] {
  if (options.handover === undefined) return [];
  const intervals = [options.outgoing, options.incoming].map(
    (job) => job.checkpointing.intervalMicros,
  );
  return [
    deletionDelay(options),
    bound(options),
    watchLatency(options),
    ...(intervals.every((micros) => micros > 0) ? [checkpointInterval(options)] : []),
    protocol(options),
  ];
}

/** The options with every moved setting in its place; what cannot be moved, or not so far, is left. */
export function moved(options: RunOptions, values: LiveValues): RunOptions {
  return liveSettings(options).reduce((before, setting) => {
    const value = values[setting.path];
    if (setting.kind === "duration") {
      if (typeof value !== "number" || !Number.isFinite(value)) return before;
      const micros = Math.min(setting.high, Math.max(setting.low, Math.round(value)));
      return setting.write(before, micros);
    }
    const isChoice = typeof value === "string" && setting.choices.includes(value);
    return isChoice ? setting.write(before, value) : before;
  }, options);
}

function deletionDelay(options: RunOptions): LiveDuration {
  const used = DELETION_DELAY.read(options);
  return {
    ...{ path: DELETION_DELAY.setting, twins: [], kind: "duration", low: 0, used },
    high: Math.max(DELETION_DELAY.high(options), 2 * used),
    write: DELETION_DELAY.write,
    shown: ({ handover }) => handover?.deletionDelayMillis,
  };
}

function bound({ outgoing, incoming }: RunOptions): LiveDuration {
  const used = Math.max(outgoing.watermarks.boundMillis, incoming.watermarks.boundMillis) * 1_000;
  const held = (job: JobOptions, micros: number): JobOptions => ({
    ...job,
    watermarks: { ...job.watermarks, boundMillis: Math.round(micros / 1_000) },
  });
  return {
    ...{ path: "outgoing.watermarks.bound", twins: ["incoming.watermarks.bound"] },
    ...{ kind: "duration", low: 0, used, high: roundUp(Math.max(10 * SECOND, 4 * used)) },
    write: (before, micros) => ({
      ...before,
      outgoing: held(before.outgoing, micros),
      incoming: held(before.incoming, micros),
    }),
    shown: (options) => options.outgoing.watermarks.boundMillis,
  };
}

/** The slow end of the latency; the rest of it is stretched alike. */
function watchLatency({ kubernetes }: RunOptions): LiveDuration {
  const used = slowest(kubernetes.watchLatency);
  return {
    ...{ path: "kubernetes.watch-latency", twins: [], kind: "duration", low: 0, used },
    high: roundUp(Math.max(10 * SECOND, 4 * used)),
    write: (before, micros) => ({
      ...before,
      kubernetes: {
        ...before.kubernetes,
        watchLatency: stretched(before.kubernetes.watchLatency, micros),
      },
    }),
    shown: (options) => options.kubernetes.watchLatency,
  };
}

function slowest(latency: LatencyModel): number {
  switch (latency.kind) {
    case "constant":
      return latency.us;
    case "lognormal":
      return latency.p99Us;
    case "uniform":
      return latency.highUs;
  }
}

function stretched(latency: LatencyModel, to: number): LatencyModel {
  const from = slowest(latency);
  const scaled = (micros: number): number => (from === 0 ? to : Math.round((micros / from) * to));
  switch (latency.kind) {
    case "constant":
      return { kind: "constant", us: to };
    case "lognormal":
      return { kind: "lognormal", medianUs: scaled(latency.medianUs), p99Us: to };
    case "uniform":
      return { kind: "uniform", lowUs: scaled(latency.lowUs), highUs: to };
  }
}

function checkpointInterval({ outgoing }: RunOptions): LiveDuration {
  const used = outgoing.checkpointing.intervalMicros;
  const every = (job: JobOptions, intervalMicros: number): JobOptions => ({
    ...job,
    checkpointing: { ...job.checkpointing, intervalMicros },
  });
  return {
    ...{ path: "outgoing.checkpointing.interval", twins: ["incoming.checkpointing.interval"] },
    ...{ kind: "duration", low: SECOND, used, high: roundUp(Math.max(60 * SECOND, 4 * used)) },
    write: (before, micros) => ({
      ...before,
      outgoing: every(before.outgoing, micros),
      incoming: every(before.incoming, micros),
    }),
    shown: (options) => options.outgoing.checkpointing.intervalMicros,
  };
}

const PUBLISHED = { writeDelayMillis: 500, idleDoneMillis: 30_000 } as const;
const REVISIONS = ["watermark-gate-v1", "watermark-gate-v2", "watermark-gate-v3"] as const;

/** The published gate's revisions and no gate's; another protocol is a choice where it is in use. */
function protocol({ handover }: RunOptions): LiveWord {
  const before = handover?.protocol;
  const used = before?.name ?? "";
  const published: readonly string[] = ["basic", ...REVISIONS];
  return {
    ...{ path: "handover.protocol", twins: [], kind: "word", used },
    choices: published.includes(used) ? published : [used, ...published],
    write: (options, word) => {
      if (options.handover === undefined || word === used) return options;
      const revision = REVISIONS.find((name) => name === word);
      const kept = before !== undefined && "writeDelayMillis" in before ? before : PUBLISHED;
      const next =
        revision === undefined ? { name: "basic" as const } : { ...kept, name: revision };
      return { ...options, handover: { ...options.handover, protocol: next } };
    },
    shown: (options) => options.handover?.protocol.name,
  };
}
