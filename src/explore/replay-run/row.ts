/** What is counted of a run, recorded or simulated. */
export interface Counted {
  readonly verdict: string;
  readonly dup: number;
  readonly gap: number;
  /** Lost at the gates already. */
  readonly gateGap: number;
}

/** Runs of one setting, recorded or simulated, together. */
export interface Tally {
  readonly runs: number;
  /** How many runs had each verdict, the most frequent first. */
  readonly verdicts: readonly (readonly [verdict: string, runs: number])[];
  readonly dup: Spread;
  readonly gap: Spread;
  readonly gateGap: Spread;
}

export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** One setting: recorded, simulated, compared. */
export interface SettingRow {
  readonly setting: string;
  readonly runs: readonly string[];
  readonly real: Tally;
  readonly simulated: Tally;
  /** Its recorded repetitions ended alike. */
  readonly isSettled: boolean;
  readonly verdictAgrees: boolean;
  /** Only of settled settings. */
  readonly countsAgree: boolean | undefined;
  /** Of what does not agree. */
  readonly explanation: string | undefined;
}
