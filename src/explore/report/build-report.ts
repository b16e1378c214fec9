import type { FailedRecord } from "../report-facts.ts";
import { REPORT_SCHEMA, type ReportModel } from "../report-model.ts";
import { failureList, failuresOf } from "./failures.ts";
import { failingWitnesses } from "./frame.ts";
import { handoverSection } from "./handover-section.ts";
import { LedgerBook } from "./ledger-book.ts";
import { outputSection } from "./output-section.ts";
import { type ReportSubject, reportHeader, reportSettings } from "./report-header.ts";
import { runLog } from "./run-log.ts";
import { drawnLanes, timelineSection } from "./timeline-section.ts";
import { transactionSection } from "./transaction-section.ts";
import { watchedRun } from "./watched-run.ts";
import { watermarkSection } from "./watermark-section.ts";

export function buildReport(subject: ReportSubject): ReportModel {
  const { scenario, shown } = subject;
  const watched = watchedRun(scenario.options, scenario.properties, shown);
  const ledger = new LedgerBook(watched);
  ledger.fill();
  const failures = failuresOf(watched);
  const drawn = drawnLanes(watched, ledger.lanes);
  const failed = failures.map(({ record }): FailedRecord => {
    const lane = record.partition === null ? -1 : drawn.indexOf(record.partition);
    return { ...record, lane, cause: null };
  });
  const handover = handoverSection(watched);
  return {
    schema: REPORT_SCHEMA,
    header: reportHeader(subject, watched.frame, failingWitnesses(shown)),
    verdict: undefined as never,
    handover,
    watermarks: watermarkSection(watched, handover.gates, failed),
    timeline: timelineSection(watched, ledger.lanes, drawn, failed),
    ledger: ledger.section(),
    transactions: transactionSection(watched),
    causes: undefined as never,
    output: outputSection(watched),
    gauge: null,
    margins: [],
    advice: undefined as never,
    data: {
      settings: reportSettings(scenario),
      failures: failureList(watched, failed),
      log: runLog(watched),
    },
  };
}
