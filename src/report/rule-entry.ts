/** A place in the sources: a declaration of a file; symbol "" = the file itself. */
export interface RulePlace {
  readonly file: string;
  readonly symbol: string;
}

/** Where a rule was found in sources, tests and recordings. */
export interface RuleFindings {
  /** Where it is modelled: best first. */
  readonly places: readonly RulePlace[];
  /** Where it is said that something of it is not. */
  readonly leftOutAt: readonly RulePlace[];
  /** The claims that pin it. */
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  /** Scenarios that ask about it. */
  readonly scenarios: readonly { readonly file: string; readonly question: string }[];
  /** Recorded cases that the model is held against, by corpus. */
  readonly cases: readonly { readonly corpus: string; readonly count: number }[];
}

/** One rule of the real thing, and what is made of it here. */
export interface RuleEntry extends RuleFindings {
  readonly id: string;
  readonly says: string;
  readonly impact?: string | undefined;
  readonly corrected?: string | undefined;
  readonly notModelled?: string | undefined;
  readonly except?: string | undefined;
  readonly untested?: string | undefined;
  readonly follows?: readonly string[] | undefined;
}

export interface RuleEntryGroup {
  readonly title: string;
  readonly about: string;
  readonly rules: readonly RuleEntry[];
}
