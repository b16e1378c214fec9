import type { StopReason } from "../engine/simulation.ts";
import type { Anchor } from "../model/fault-options.ts";
import type { RunFacts } from "../oracle/evidence.ts";
import type { Verdict } from "../oracle/verdict.ts";

/** What one simulated run came to: plain data, the same for terminal, JSON and report. */
export interface RunOutcome {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly facts: RunFacts;
  readonly stopReason: StopReason;
  /** Simulated time at the end (µs). */
  readonly endedAtMicros: number;
  /** Events handled, the reference pipeline's not among them. */
  readonly events: number;
  /** Sixteen hexadecimal digits over everything that happened. */
  readonly fingerprint: string;
  /** Records of the input that had arrived by the end of the run, per partition. */
  readonly arrived: readonly number[];
  /** When each of these first happened (simulated µs); what never happened is absent. */
  readonly moments: Readonly<Partial<Record<Anchor, number>>>;
}
