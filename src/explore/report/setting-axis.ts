import type { RunOptions } from "../../model/options.ts";
import type { PropertyName } from "../../oracle/verdict.ts";

/** A setting whose value can be moved; values in microseconds, those of event time too. */
export interface SettingAxis {
  /** As in the list of settings. */
  readonly setting: string;
  /** The smallest step; what the setting can hold. */
  readonly stepMicros: number;
  /** Properties whose distance to failing is measured along it. */
  readonly properties: readonly PropertyName[];
  read(options: RunOptions): number;
  write(options: RunOptions, micros: number): RunOptions;
  /** The end of what is looked at; it begins at 0. */
  high(options: RunOptions): number;
}

const MINUTE = 60_000_000;

/** The toggle's offset and the wait before deletion; what lost and duplicated records depend on. */
export const DELETION_DELAY: SettingAxis = {
  setting: "handover.deletion-delay",
  stepMicros: 1_000,
  properties: ["no-gap", "no-duplicate", "payload"],
  read: ({ handover }) => (handover?.deletionDelayMillis ?? 0) * 1_000,
  write: (options, micros) => {
    const { handover } = options;
    if (handover === undefined) return options;
    return {
      ...options,
      handover: { ...handover, deletionDelayMillis: Math.round(micros / 1_000) },
    };
  },
  high: (options) => {
    const used = DELETION_DELAY.read(options);
    const room = (trafficEnd(options) - (options.handover?.atMicros ?? 0)) / 4;
    return roundUp(Math.max(used * 1.25, Math.min(room, Math.max(MINUTE, 4 * used))));
  },
};

/** When the last record arrives, or the run ends: event time stands still from there on. */
function trafficEnd({ source, durationMicros }: RunOptions): number {
  const { traffic } = source;
  if (traffic.kind === "generated") return Math.min(traffic.endMicros, durationMicros);
  let last = 0;
  for (const at of traffic.arrivalMicros) if (at > last) last = at;
  return Math.min(last, durationMicros);
}

/** To a number with one or two digits and zeros behind them, in whole milliseconds. */
export function roundUp(micros: number): number {
  let unit = 1_000;
  while (micros > 100 * unit) unit *= 10;
  const half = unit / 2;
  return Math.max(1_000, Math.ceil(micros / half) * half);
}
