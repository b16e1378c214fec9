import type { RunFacts } from "../../oracle/evidence.ts";
import type { Doubt, FindingKind, VerdictStatus } from "../../oracle/verdict.ts";
import type { Runnable } from "../run-many.ts";
import { type RunExtras, simulate } from "../run-scenario.ts";

/** What one seed of one cell came to: plain data, which crosses threads. */
export interface MatrixTrial {
  readonly seed: number;
  readonly status: VerdictStatus;
  readonly doubts: readonly Doubt[];
  readonly findings: readonly { readonly kind: FindingKind; readonly count: number }[];
  readonly outcome: RunFacts["handover"]["outcome"];
  /** Probes that were missed: why it proves nothing. */
  readonly missed: readonly string[];
}

/** Runs one seed; `protocol` may be a mutant. */
export function tryCell(
  { options, properties }: Runnable,
  seed: number,
  extras: Pick<RunExtras, "protocol"> = {},
): MatrixTrial {
  const { verdict, facts } = simulate(options, properties, seed, extras);
  const probes = verdict.properties.find(({ name }) => name === "non-vacuous");
  return {
    seed,
    status: verdict.status,
    doubts: verdict.doubts,
    findings: verdict.findings
      .filter(({ kind }) => kind !== "vacuous")
      .map(({ kind, count }) => ({ kind, count })),
    outcome: facts.handover.outcome,
    missed: (probes?.witnesses ?? []).map(({ detail }) => String(detail?.["probe"])),
  };
}
