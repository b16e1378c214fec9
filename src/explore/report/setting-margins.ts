import type { PropertyName } from "../../oracle/verdict.ts";
import type { MarginProbe, SettingMargin } from "../report-margins.ts";
import type { Rerun, Reruns } from "./reruns.ts";
import type { SettingAxis } from "./setting-axis.ts";

/** Brackets are this share of their value, or a few steps, wide. */
const TOLERANCE = 0.02;
const INTERIOR = [0.25, 0.5, 0.75];

/** One value of an axis that was run. */
export interface AxisProbe {
  readonly micros: number;
  readonly came: Rerun;
}

/** A setting's axis with every value that was run, in order. */
export interface ProbedAxis {
  readonly axis: SettingAxis;
  readonly usedMicros: number;
  readonly highMicros: number;
  readonly probes: readonly AxisProbe[];
}

/**
 * Looks at both ends of the axis, at the value in use and at three between, then halves the
 * distance wherever two neighbours differ in what fails, nearest to the value in use first.
 */
export function probeAxis(axis: SettingAxis, reruns: Reruns): ProbedAxis {
  const usedMicros = axis.read(reruns.options);
  const highMicros = axis.high(reruns.options);
  const probes: AxisProbe[] = [];
  const probe = (micros: number): void => {
    const at = Math.round(micros / axis.stepMicros) * axis.stepMicros;
    if (probes.some((one) => one.micros === at)) return;
    const isUsed = at === usedMicros;
    const name = isUsed ? "as it is" : `${axis.setting}=${at}`;
    const came = reruns.run(name, isUsed ? reruns.options : axis.write(reruns.options, at));
    if (came === undefined) return;
    probes.push({ micros: at, came });
    probes.sort((a, b) => a.micros - b.micros);
  };
  for (const at of [usedMicros, 0, highMicros, ...INTERIOR.map((share) => share * highMicros)])
    probe(at);
  for (;;) {
    const next = nextMiddle(probes, usedMicros, axis.stepMicros);
    if (next === undefined || reruns.left === 0) break;
    probe(next);
  }
  return { axis, usedMicros, highMicros, probes };
}

/** The middle of the pair of unlike neighbours that is nearest to the value in use. */
function nextMiddle(probes: readonly AxisProbe[], used: number, step: number): number | undefined {
  let best: { readonly distance: number; readonly middle: number } | undefined;
  for (let i = 1; i < probes.length; i++) {
    const [low, high] = [probes[i - 1] as AxisProbe, probes[i] as AxisProbe];
    if (high.micros - low.micros <= Math.max(2 * step, TOLERANCE * high.micros)) continue;
    if (signature(low.came) === signature(high.came)) continue;
    const distance = Math.min(Math.abs(low.micros - used), Math.abs(high.micros - used));
    const middle = (low.micros + high.micros) / 2;
    if (best === undefined || distance < best.distance) best = { distance, middle };
  }
  return best?.middle;
}

/** What fails. */
function signature({ failing, status }: Rerun): string {
  return `${status} ${failing.join(" ")}`;
}

/** The distance of one property to failing along a probed axis. */
export function settingMargin(
  { axis, usedMicros, highMicros, probes }: ProbedAxis,
  property: PropertyName,
): SettingMargin {
  const holds = ({ came }: AxisProbe): boolean => !came.failing.includes(property);
  const edge = nearestEdge(probes, usedMicros, holds);
  const used = probes.find(({ micros }) => micros === usedMicros);
  const marginMicros =
    edge === undefined || used === undefined
      ? null
      : holds(used)
        ? Math.abs(usedMicros - edge.fails)
        : -Math.abs(usedMicros - edge.holds);
  return {
    setting: axis.setting,
    property,
    usedMicros,
    lowMicros: 0,
    highMicros,
    holdsAtMicros: edge?.holds ?? null,
    failsAtMicros: edge?.fails ?? null,
    marginMicros,
    isMonotone: edgesOf(probes, holds).length <= 1,
    probes: probes.map(
      ({ micros, came }): MarginProbe => ({
        micros,
        failures: came.failures[property] ?? 0,
        status: came.status,
      }),
    ),
  };
}

interface Edge {
  readonly holds: number;
  readonly fails: number;
}

function edgesOf(
  probes: readonly AxisProbe[],
  holds: (probe: AxisProbe) => boolean,
): readonly Edge[] {
  return probes.slice(1).flatMap((high, i) => {
    const low = probes[i] as AxisProbe;
    if (holds(low) === holds(high)) return [];
    return holds(low)
      ? [{ holds: low.micros, fails: high.micros }]
      : [{ holds: high.micros, fails: low.micros }];
  });
}

function nearestEdge(
  probes: readonly AxisProbe[],
  used: number,
  holds: (probe: AxisProbe) => boolean,
): Edge | undefined {
  const distance = ({ holds: a, fails: b }: Edge): number =>
    Math.min(Math.abs(a - used), Math.abs(b - used));
  return edgesOf(probes, holds).toSorted((a, b) => distance(a) - distance(b))[0];
}
