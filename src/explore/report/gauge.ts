import type { GaugeZone } from "../report-margins.ts";
import type { ProbedAxis } from "./setting-margins.ts";

/** What is alike once a zone without width is gone. */
function merged(zones: readonly GaugeZone[]): readonly GaugeZone[] {
  const found: GaugeZone[] = [];
  for (const zone of zones) {
    const last = found.at(-1);
    if (last !== undefined && last.failing.join() === zone.failing.join()) {
      found[found.length - 1] = { ...last, toMicros: zone.toMicros };
    } else found.push(zone);
  }
  return found;
}

/**
 * The zones of an axis: neighbours that fail alike belong together. Between two that do not the
 * border is drawn at the edge of the zone in which less fails, so a zone never promises too much.
 */
export function gaugeZones({ probes, highMicros }: ProbedAxis): readonly GaugeZone[] {
  const zones: { fromMicros: number; toMicros: number; readonly failing: GaugeZone["failing"] }[] =
    [];
  for (const [i, { micros, came }] of probes.entries()) {
    const last = zones.at(-1);
    if (last !== undefined && last.failing.join() === came.failing.join()) {
      last.toMicros = micros;
      continue;
    }
    const before = probes[i - 1]?.micros ?? 0;
    const isBetter = last === undefined || came.failing.length <= last.failing.length;
    const border = last === undefined ? 0 : isBetter ? micros : before;
    if (last !== undefined) last.toMicros = border;
    zones.push({ fromMicros: border, toMicros: micros, failing: came.failing });
  }
  const end = zones.at(-1);
  if (end !== undefined) end.toMicros = highMicros;
  return merged(zones.filter(({ fromMicros, toMicros }) => toMicros > fromMicros));
}
