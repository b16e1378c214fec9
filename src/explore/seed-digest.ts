import type { Doubt, Finding, Headline, Verdict, VerdictStatus } from "../oracle/verdict.ts";
import type { RunOutcome } from "./run-outcome.ts";

/** What one seed came to, small enough that thousands are kept: no witness, no fact. */
export interface SeedDigest {
  readonly seed: number;
  readonly status: VerdictStatus;
  readonly doubts: readonly Doubt[];
  readonly findings: readonly FindingCount[];
  readonly headline: Headline;
  /** The property that is nearest to failing, or furthest beyond; undefined: none has a distance. */
  readonly margin: { readonly property: string; readonly micros: number } | undefined;
  readonly events: number;
  readonly endedAtMicros: number;
  readonly fingerprint: string;
}

/** A finding without its witness. */
export type FindingCount = Pick<Finding, "kind" | "property" | "count">;

/** The digest of a run. */
export function digestOf(outcome: RunOutcome): SeedDigest {
  const { seed, verdict, events, endedAtMicros, fingerprint } = outcome;
  const { status, doubts, headline } = verdict;
  const findings = verdict.findings.map(({ kind, property, count }) => ({ kind, property, count }));
  const margin = smallestMargin(verdict);
  return { seed, status, doubts, findings, headline, margin, events, endedAtMicros, fingerprint };
}

function smallestMargin({ properties }: Verdict): SeedDigest["margin"] {
  let least: SeedDigest["margin"];
  for (const { title, margin, status } of properties) {
    if (margin === undefined || status === "not-applicable") continue;
    const micros = margin.unit === "ms" ? margin.value * 1_000 : margin.value;
    if (least === undefined || micros < least.micros) least = { property: title, micros };
  }
  return least;
}

/** Orders digests from the worst on; equally bad ones by seed, so that the first is always the same. */
export function compareWorst(a: SeedDigest, b: SeedDigest): number {
  const ranks = [
    RANK[a.status] - RANK[b.status],
    harmOf(b.headline) - harmOf(a.headline),
    b.headline.propertiesFailed - a.headline.propertiesFailed,
    // Two without a distance give NaN here, which is no difference either.
    (a.margin?.micros ?? Number.POSITIVE_INFINITY) - (b.margin?.micros ?? Number.POSITIVE_INFINITY),
  ];
  return ranks.find((rank) => rank < 0 || rank > 0) ?? a.seed - b.seed;
}

const RANK: Readonly<Record<VerdictStatus, number>> = { fail: 0, inconclusive: 1, pass: 2 };

/** Outputs that readers would miss, or have too often or wrong. */
function harmOf({ lost, duplicated, wrong, phantom }: Headline): number {
  return lost + duplicated + wrong + phantom;
}
