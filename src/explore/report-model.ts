/**
 * The one result object: what terminal, `--json` and the HTML report say about the run of a
 * scenario, as plain JSON. Same scenario, seed and version: same bytes. Nothing is worded here;
 * sentences are data (a kind and its parameters), and `report` words them.
 *
 * Units, unless a field says otherwise: `at`, `from`, `to` and `…Micros` are processing time in
 * whole microseconds since the run began; `ts`, `…Millis`, toggles and watermarks are event time in
 * epoch milliseconds. What is missing is null; nothing is undefined, NaN or infinite.
 */
import type { Headline, PropertyName, VerdictStatus } from "../oracle/verdict.ts";
import type { Expectation } from "./expectation.ts";
import type { CauseSection } from "./report-causes.ts";
import type {
  LedgerSection,
  OutputSection,
  TimelineSection,
  TransactionSection,
  WatermarkSection,
} from "./report-charts.ts";
import type {
  FailureList,
  JobLabels,
  PropertyRow,
  ReportSetting,
  ReportSpan,
} from "./report-facts.ts";
import type { HandoverSection } from "./report-handover.ts";
import type { AdviceSection, Gauge, SettingMargin } from "./report-margins.ts";

/** Goes up behind the point when something is added, before it when something means another thing. */
export const REPORT_SCHEMA = "1.0";

export interface ReportModel {
  readonly schema: typeof REPORT_SCHEMA;
  readonly header: ReportHeader;
  readonly verdict: ReportVerdict;
  /** Sections 1 and 2 share it: what happened around the jobs, and when each gate knew what. */
  readonly handover: HandoverSection;
  readonly watermarks: WatermarkSection;
  readonly timeline: TimelineSection;
  readonly ledger: LedgerSection;
  /** Null: the sink writes without transactions. */
  readonly transactions: TransactionSection | null;
  readonly causes: CauseSection;
  readonly output: OutputSection;
  /** Null: no setting of this run has a margin that was asked for or could be found. */
  readonly gauge: Gauge | null;
  /** By setting, in the order of the properties they belong to. */
  readonly margins: readonly SettingMargin[];
  readonly advice: AdviceSection;
  readonly data: DataSection;
}

export interface ReportHeader {
  /** The scenario file as the user named it; `handover run FILE --seed SEED` replays the run. */
  readonly file: string;
  readonly title: string;
  readonly question: string;
  /** Of this program. */
  readonly version: string;
  /** SHA-256 over our version, the scenario's text and every file that it names; hexadecimal. */
  readonly inputs: string;
  readonly seed: number;
  readonly seeds: SeedsTried;
  readonly jobs: JobLabels;
  readonly pipeline: PipelineLabel;
  readonly clock: ReportClock;
  /** Names of the keys that this object mentions, by the key's number; empty: keys are numbers. */
  readonly keyNames: Readonly<Record<string, string>>;
  /** Keys of the manifests that have no counterpart in the model. */
  readonly notModelled: readonly string[];
  readonly expectation: Expectation | null;
}

/** How much was tried. Bounds are two-sided at 95 % (Clopper–Pearson). */
export interface SeedsTried {
  readonly first: number;
  readonly runs: number;
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  /** Over all seeds; that of the shown run is in `ReportVerdict`. */
  readonly status: VerdictStatus;
  /** The first 100 failing seeds. */
  readonly failing: readonly number[];
  readonly low: number;
  readonly high: number;
  readonly findings: readonly {
    readonly property: PropertyName;
    readonly seeds: number;
    readonly count: number;
  }[];
}

export interface PipelineLabel {
  readonly protocol: string | null;
  /** Of both jobs; the sinks of a graph share one broker and its settings. */
  readonly sources: readonly { readonly topic: string; readonly partitions: number }[];
  readonly stages: readonly { readonly kind: string; readonly name: string }[];
  readonly sinks: readonly {
    readonly topic: string;
    readonly partitions: number;
    readonly guarantee: string;
    readonly readers: string;
  }[];
}

export interface ReportClock {
  /** Event time of processing time 0. */
  readonly epochMillis: number;
  /** How much faster a recording is replayed than it was made; 1 = as it was. */
  readonly speed: number;
  /** Zero of "+4.125 s": when the hand-over began, else 0. */
  readonly originMicros: number;
  /** The shared x axis of sections 1, 2, 4 and 7: the hand-over and a little around it. */
  readonly window: ReportSpan;
  /**
   * The part of it in which it was decided who emits what, if that is too short to be seen in the
   * window: from the toggle, or the first failure, to the last crossing. Lines and ticks are finer
   * in it.
   */
  readonly focus: ReportSpan | null;
  readonly endedAtMicros: number;
}

export interface ReportVerdict {
  readonly status: VerdictStatus;
  readonly doubts: readonly string[];
  readonly headline: Headline;
  /** In the order of the oracle; the page sorts them. */
  readonly properties: readonly PropertyRow[];
  /** Id of the failure to name first (`FailureList.shown`); null: none has a record. */
  readonly first: string | null;
  readonly stopReason: string;
  readonly events: number;
  readonly fingerprint: string;
  /** Input that had arrived by the end, per partition. */
  readonly arrived: readonly number[];
}

/** Section 9. */
export interface DataSection {
  readonly settings: readonly ReportSetting[];
  readonly failures: FailureList;
  readonly log: RunLog;
}

/** What happened in the run, record by record left out; the first 500 entries. */
export interface RunLog {
  readonly total: number;
  readonly shown: readonly RunLogEntry[];
}

export interface RunLogEntry {
  readonly at: number;
  /** "outgoing/1/0", "kubernetes/controller", "faults"… */
  readonly where: string;
  readonly what: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}
