import type { PropertyRow } from "../report-facts.ts";
import type { SettingMargin } from "../report-margins.ts";
import type { ReportModel } from "../report-model.ts";
import type { LiveValues } from "./live-settings.ts";

/** What the run itself tells stays; the rest is the distance along an axis. */
export function withMargin(row: PropertyRow, margins: readonly SettingMargin[]): PropertyRow {
  if (row.status === "not-applicable" || row.margin !== null) return row;
  const at = margins.findIndex((one) => one.property === row.name && one.marginMicros !== null);
  const found = margins[at];
  if (found === undefined || found.marginMicros === null) return row;
  const { setting, marginMicros: micros, isMonotone } = found;
  return { ...row, margin: { micros, against: setting, setting: at, isMonotone } };
}

/**
 * A live run with gauge and margins, where they are known without another run: nothing but the
 * setting of the reported gauge was moved, so its zones are the same and only the place on them is
 * another. Undefined: they have to be measured.
 */
export function onReportedAxis(
  reported: ReportModel,
  live: ReportModel,
  values: LiveValues,
): ReportModel | undefined {
  const { gauge } = reported;
  const [first, ...others] = Object.entries(values);
  if (gauge === null || first === undefined || others.length > 0) return undefined;
  const [path, value] = first;
  if (path !== gauge.setting || typeof value !== "number") return undefined;
  if (reported.margins.some(({ isMonotone }) => !isMonotone)) return undefined;
  const failing = new Set(
    live.verdict.properties.filter(({ status }) => status === "fail").map(({ name }) => name),
  );
  const margins = reported.margins.map((margin): SettingMargin => {
    const { property, holdsAtMicros: holds, failsAtMicros: fails } = margin;
    if (holds === null || fails === null) return { ...margin, usedMicros: value };
    const marginMicros = failing.has(property) ? -Math.abs(value - holds) : Math.abs(value - fails);
    return { ...margin, usedMicros: value, marginMicros };
  });
  const properties = live.verdict.properties.map((row) => withMargin(row, margins));
  const highMicros = Math.max(gauge.highMicros, value);
  return {
    ...live,
    margins,
    gauge: { ...gauge, usedMicros: value, highMicros },
    verdict: { ...live.verdict, properties },
  };
}
