/**
 * Makes the one result object of a run: the seed is run once more and heard in full, then with
 * events taken away (why), with settings moved (margins) and changed (what to change).
 */
import type { FailedRecord } from "../report-facts.ts";
import { REPORT_SCHEMA, type ReportModel, type ReportVerdict } from "../report-model.ts";
import { longerDelays, proposals } from "./advice-candidates.ts";
import { adviceSection } from "./advice-section.ts";
import { findCauses } from "./causes/cause-section.ts";
import { failureList, failuresOf } from "./failures.ts";
import { failingWitnesses } from "./frame.ts";
import { handoverSection } from "./handover-section.ts";
import { latenessOf } from "./lateness.ts";
import { laneOf } from "./layout.ts";
import { LedgerBook } from "./ledger-book.ts";
import { gaugeOf, probeAxes, safeValues, settingMargins } from "./margin-section.ts";
import { outputSection } from "./output-section.ts";
import { propertyRows } from "./property-rows.ts";
import { type ReportSubject, reportHeader, reportSettings } from "./report-header.ts";
import { type RerunListener, Reruns } from "./reruns.ts";
import { runLog } from "./run-log.ts";
import { drawnLanes, timelineSection } from "./timeline-section.ts";
import { transactionSection } from "./transaction-section.ts";
import { type WatchedRun, watchedRun } from "./watched-run.ts";
import { watermarkSection } from "./watermark-section.ts";

export interface ReportOptions {
  /**
   * Runs that may be made to explain, to measure and to advise; by default as many as read some 12
   * million records together, at least 12 and at most 150. None: 0.
   */
  readonly reruns?: number | undefined;
  /** Hears of each run that is made for the report. */
  readonly heard?: RerunListener | undefined;
}

const RECORDS_READ = 12_000_000;
/** What an event costs, in records that are read without one. */
const RECORDS_PER_EVENT = 8;
const RERUNS_MIN = 12;
const RERUNS_MAX = 150;

/** A pure function of its arguments, `heard` aside. */
export function buildReport(subject: ReportSubject, options: ReportOptions = {}): ReportModel {
  const { scenario, shown, digests } = subject;
  const { heard = () => {} } = options;
  const watched = watchedRun(scenario.options, scenario.properties, shown);
  const most = options.reruns ?? rerunsFor(watched);
  heard(0, most);
  const reruns = new Reruns({ ...scenario, seed: shown.seed, most, heard });
  const ledger = new LedgerBook(watched);
  ledger.fill();
  const handover = handoverSection(watched);
  const failures = failuresOf(watched);
  const drawn = drawnLanes(watched, ledger.lanes);
  reruns.allow(Math.floor(most * 0.4));
  const list = failureList(watched, []);
  const causes = findCauses({
    ...{ watched, handover, failures, reruns },
    total: list.total,
    properties: scenario.properties,
  });
  const failed = failures.map(({ record }, i): FailedRecord => {
    const lane = laneOf(watched.layout, record.witness);
    return { ...record, lane: drawn.indexOf(lane), cause: causes.causeOf[i] ?? null };
  });
  reruns.allow(Math.floor(most * 0.3));
  const axes = probeAxes(reruns);
  const margins = settingMargins(axes);
  reruns.allow(most);
  const proposed = proposals(scenario.options, axes.flatMap(safeValues), latenessOf(watched));
  const advice = adviceSection(reruns, proposed, longerDelays(scenario.options), digests);
  return {
    schema: REPORT_SCHEMA,
    header: reportHeader(subject, watched.frame, failingWitnesses(shown)),
    verdict: verdictOf(watched, failed, margins),
    handover,
    watermarks: watermarkSection(watched, handover.gates, failed),
    timeline: timelineSection(watched, ledger.lanes, drawn, failed),
    ledger: ledger.section(),
    transactions: transactionSection(watched),
    causes: causes.section,
    output: outputSection(watched),
    gauge: gaugeOf(axes, margins, advice, digests),
    margins,
    advice,
    data: {
      settings: reportSettings(scenario),
      failures: { ...list, shown: failed },
      log: runLog(watched),
    },
  };
}

function rerunsFor({ outcome }: WatchedRun): number {
  const records = outcome.arrived.reduce((sum, count) => sum + count, 0);
  const each = records + RECORDS_PER_EVENT * outcome.events;
  const runs = Math.floor(RECORDS_READ / Math.max(1, each));
  return Math.min(RERUNS_MAX, Math.max(RERUNS_MIN, runs));
}

function verdictOf(
  watched: WatchedRun,
  failed: readonly FailedRecord[],
  margins: ReportModel["margins"],
): ReportVerdict {
  const { verdict, stopReason, events, fingerprint, arrived } = watched.outcome;
  const { status, doubts, headline } = verdict;
  return {
    status,
    doubts,
    headline,
    properties: propertyRows(watched, failed, margins),
    first: failed[0]?.id ?? null,
    stopReason,
    events,
    fingerprint,
    arrived,
  };
}
