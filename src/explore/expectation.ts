import type { FindingKind, VerdictStatus } from "../oracle/verdict.ts";

/** A verdict and kinds of findings; in an expectation no kinds means any. */
export interface Expected {
  readonly verdict: VerdictStatus;
  readonly findings: readonly FindingKind[];
}

/** What a scenario file expects of its run, and what came. */
export interface Expectation {
  readonly expected: Expected;
  readonly came: Expected;
  readonly isMet: boolean;
}

/**
 * The same verdict and, where the file names findings, exactly those kinds over all seeds: one that
 * nobody expected is news, one that no longer comes is too.
 */
export function compareExpected(
  expected: Expected,
  status: VerdictStatus,
  found: readonly { readonly kind: FindingKind }[],
): Expectation {
  const findings = [...new Set(found.map(({ kind }) => kind))];
  const wanted = new Set(expected.findings);
  const isSameSet = wanted.size === findings.length && findings.every((kind) => wanted.has(kind));
  return {
    expected,
    came: { verdict: status, findings },
    isMet: expected.verdict === status && (wanted.size === 0 || isSameSet),
  };
}
