import type { Issue } from "../scenario/issue.ts";
import { readJson } from "../scenario/saved-run/json-text.ts";
import { checkSavedRun } from "../scenario/saved-run/saved-run.ts";
import { REPORT_SCHEMA, type ReportModel } from "./report-model.ts";
import { type Packed, pack, unpack } from "./report-pack.ts";

const TAG = "run";

/** A report as a file: `handover report` draws it again. */
export function savedReport(model: ReportModel): string {
  const file = { handover: TAG, schema: REPORT_SCHEMA, report: pack(model) };
  return `${JSON.stringify(file)}\n`;
}

/** What a saved run's text holds, or what is wrong with it. */
export type LoadedReport =
  | { readonly ok: true; readonly model: ReportModel }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const ISSUES_MAX = 10;

/** Checks everything in it: the file may come from anywhere. */
export function loadReport(path: string, text: string): LoadedReport {
  const json = readJson(path, text);
  if (!json.ok) return { ok: false, issues: [json.issue] };
  const file = json.value;
  const refuse = (to: readonly PropertyKey[], message: string): LoadedReport => ({
    ok: false,
    issues: [json.issueAt(to, message)],
  });
  if (!isObject(file) || file["handover"] !== TAG) {
    return refuse([], "this is no saved run; handover run FILE --save writes one");
  }
  const schema = file["schema"];
  if (typeof schema !== "string" || !schema.startsWith("1.")) {
    const version = typeof schema === "string" ? schema : "unknown";
    return refuse(["schema"], `a saved run of schema ${version}; this version reads 1.x`);
  }
  const model = unpack((file["report"] ?? null) as Packed);
  const checked = checkSavedRun(model);
  if (!checked.ok) {
    const faults = checked.faults.slice(0, ISSUES_MAX);
    const issues = faults.map(({ path: to, message }) =>
      json.issueAt(["report", ...to], `${to.map(String).join(".") || "report"}: ${lower(message)}`),
    );
    return { ok: false, issues };
  }
  // The schema has looked at every value of it.
  const report = checked.run as ReportModel;
  const dangling = danglingIndex(report);
  return dangling === undefined
    ? { ok: true, model: report }
    : refuse(["report"], `${dangling} points to nothing`);
}

function lower(message: string): string {
  const own = message.replace(/^Invalid input: /, "");
  return own.charAt(0).toLowerCase() + own.slice(1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An index of the report that leads nowhere, by name; undefined: there is none. */
function danglingIndex(model: ReportModel): string | undefined {
  const { causes, data, handover, timeline, margins, gauge, verdict, ledger, output } = model;
  const shown = data.failures.shown;
  const ids = new Set(shown.map(({ id }) => id));
  const isIn = (at: number, list: readonly unknown[], least = 0): boolean =>
    at >= least && at < list.length;
  const columns = Object.values(output.latency);
  const checks: readonly (readonly [string, boolean])[] = [
    ["a lane", shown.every(({ lane }) => isIn(lane, timeline.lanes, -1))],
    ["a cause", shown.every(({ cause }) => cause === null || isIn(cause, causes.causes))],
    ["a failure", causes.causes.every(({ failure }) => ids.has(failure))],
    ["the first failure", verdict.first === null || ids.has(verdict.first)],
    ["a delivery's gate", handover.deliveries.every(({ gate }) => isIn(gate, handover.gates))],
    [
      "an event of a slice",
      causes.causes.every(({ slice: { events, lifelines } }) =>
        events.every(({ from, to }) => isIn(from, lifelines) && isIn(to, lifelines)),
      ),
    ],
    ["the gauge's margin", gauge === null || isIn(gauge.margin, margins)],
    [
      "a property's margin",
      verdict.properties.every(
        ({ margin }) => margin === null || margin.setting === null || isIn(margin.setting, margins),
      ),
    ],
    ["a cell of the ledger", ledger.rows.every(({ bin, cells }) => bin.length === cells.length)],
    ["a bin of the output", columns.every((one) => one.length === output.visible.outgoing.length)],
  ];
  return checks.find(([, holds]) => !holds)?.[0];
}
