import type { VerdictStatus } from "../oracle/verdict.ts";
import type { RunReport } from "../report/run-report.ts";

/** What the command says to its caller. */
export const EXIT = {
  holds: 0,
  bug: 1,
  input: 2,
  failed: 3,
  inconclusive: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const CODES: Readonly<Record<VerdictStatus, ExitCode>> = {
  pass: EXIT.holds,
  fail: EXIT.failed,
  inconclusive: EXIT.inconclusive,
};

/** Of one file: its verdict's, or whether that was expected, where the file expects something. */
export function exitCodeOf({ summary, expectation }: RunReport): ExitCode {
  if (expectation === undefined) return CODES[summary.status];
  return expectation.isMet ? EXIT.holds : EXIT.failed;
}

const FROM_WORST: readonly ExitCode[] = [EXIT.bug, EXIT.input, EXIT.failed, EXIT.inconclusive];

/** Of several files: our bug, then a problem with files, a failure, a doubt. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return FROM_WORST.find((code) => codes.includes(code)) ?? EXIT.holds;
}
