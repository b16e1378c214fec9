import type { AdviceSection, Gauge, SettingMargin } from "../report-margins.ts";
import type { SeedDigest } from "../seed-digest.ts";
import { gaugeZones } from "./gauge.ts";
import type { Reruns } from "./reruns.ts";
import { DELETION_DELAY, roundUp } from "./setting-axis.ts";
import { type ProbedAxis, probeAxis, settingMargin } from "./setting-margins.ts";

/** How much further than the edge a value should be. */
const RESERVE = 1.25;

/** Along every axis that this run has: today the deletion delay. */
export function probeAxes(reruns: Reruns): readonly ProbedAxis[] {
  if (reruns.options.handover === undefined || reruns.left < 3) return [];
  return [probeAxis(DELETION_DELAY, reruns)];
}

export function settingMargins(axes: readonly ProbedAxis[]): readonly SettingMargin[] {
  return axes.flatMap((axis) =>
    axis.axis.properties.map((property) => settingMargin(axis, property)),
  );
}

/**
 * Values of an axis to try where the one in use does not pass, from the cheapest on: a reserve above
 * each value from which on everything passes.
 */
export function safeValues({ probes, usedMicros, highMicros }: ProbedAxis): readonly number[] {
  const used = probes.find(({ micros }) => micros === usedMicros);
  if (used?.came.status === "pass") return [];
  const first = probes.find(({ came }, i) => {
    return came.status === "pass" && probes[i + 1]?.came.status !== "fail";
  });
  if (first === undefined) return [];
  const least = roundUp(first.micros * RESERVE);
  return [least, roundUp(least * 1.5), roundUp(least * 2)].filter((micros) => micros <= highMicros);
}

/** The picture of the axis that binds; null where there is none. */
export function gaugeOf(
  axes: readonly ProbedAxis[],
  margins: readonly SettingMargin[],
  advice: AdviceSection,
  digests: readonly SeedDigest[],
): Gauge | null {
  const [axis] = axes;
  if (axis === undefined || axis.probes.length < 2) return null;
  const at = margins.findIndex(
    (one) => one.setting === axis.axis.setting && one.marginMicros !== null,
  );
  const recommended = recommendedOf(axis, advice, digests);
  const edge = margins[at]?.holdsAtMicros ?? 0;
  const shown = Math.max(1.3 * axis.usedMicros, 4 * edge, 2 * (recommended.micros ?? 0));
  const highMicros = shown === 0 ? axis.highMicros : Math.min(axis.highMicros, roundUp(shown));
  const zones = gaugeZones(axis).flatMap((zone) =>
    zone.fromMicros >= highMicros
      ? []
      : [{ ...zone, toMicros: Math.min(zone.toMicros, highMicros) }],
  );
  return {
    setting: axis.axis.setting,
    lowMicros: 0,
    highMicros,
    usedMicros: axis.usedMicros,
    recommendedMicros: recommended.micros,
    zones,
    margin: Math.max(0, at),
    seeds: recommended.seeds,
    seedsFailing: recommended.seedsFailing,
  };
}

/** What is used, if it passes; else the change of this setting that was advised and passes. */
function recommendedOf(
  { axis, usedMicros, probes }: ProbedAxis,
  { changes }: AdviceSection,
  digests: readonly SeedDigest[],
): { readonly micros: number | null; readonly seeds: number; readonly seedsFailing: number } {
  const used = probes.find(({ micros }) => micros === usedMicros);
  const seedsFailing = digests.filter(({ status }) => status !== "pass").length;
  if (used?.came.status === "pass" && seedsFailing === 0) {
    return { micros: usedMicros, seeds: digests.length, seedsFailing };
  }
  const advised = changes.find(
    ({ change, after, seeds }) =>
      change.setting === axis.setting && after.status === "pass" && seeds.failingAfter === 0,
  );
  if (advised === undefined) return { micros: null, seeds: 0, seedsFailing: 0 };
  const { change, seeds } = advised;
  const micros = Number(change.to) * (change.unit === "ms" ? 1_000 : 1);
  return { micros, seeds: seeds.runs, seedsFailing: seeds.failingAfter };
}
