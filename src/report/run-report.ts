import type { Expectation } from "../explore/expectation.ts";
import type { JobLabels, ReportSetting } from "../explore/report-facts.ts";
import type { ReportModel } from "../explore/report-model.ts";
import type { SeedsSummary } from "../explore/run-many.ts";
import type { RunOutcome } from "../explore/run-outcome.ts";
import type { SeedDigest } from "../explore/seed-digest.ts";

/** All that is said about one scenario file: terminal, JSON and page print this one object. */
export interface RunReport {
  /** The file as the user named it. */
  readonly file: string;
  /** The protocol that the user asked for instead of the file's. */
  readonly under?: string | undefined;
  readonly title: string;
  readonly question: string;
  readonly jobs: JobLabels;
  /** Of captured traffic; a key of generated traffic is its number. */
  readonly keyNames: readonly string[] | undefined;
  /** Event time zero of a replay, and how much faster than its recording it runs. */
  readonly clock: { readonly epochMillis: number; readonly speed: number };
  /** SHA-256 over our version, the scenario's text and every file that it names; hexadecimal. */
  readonly inputs: string;
  /** Keys of the manifests that have no counterpart in the model. */
  readonly notModelled: readonly string[];
  readonly summary: SeedsSummary;
  /** In seed order. */
  readonly digests: readonly SeedDigest[];
  /** The run of the worst seed in full. */
  readonly shown: RunOutcome;
  readonly expectation: Expectation | undefined;
  readonly settings?: readonly ReportSetting[];
  /** What the page of the shown run is drawn from; made when somebody asks for it. */
  readonly model?: ReportModel;
  /** The file that the page is written to, and what it weighs. */
  readonly page?: { readonly path: string; readonly bytes: number };
}
