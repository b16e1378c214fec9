/** One rule of the real thing, or one known fault of it, and what is made of it here. */
export interface Rule {
  /** As code and tests spell it: "W13", "fault 20", "counterexample C1", "TRANSITIONING_TO_y". */
  readonly id: string;
  /** The rule in a line. */
  readonly says: string;
  /** How much of a hand-over's result hangs on it; absent where nobody has weighed it. */
  readonly impact?: "HIGH" | "MED" | "LOW";
  /** Recordings of the real thing contradicted or sharpened the reference: what holds, and is here. */
  readonly corrected?: string;
  /** Nothing of it is modelled: why. */
  readonly notModelled?: string;
  /** It is modelled but for this. */
  readonly except?: string;
  /** No test names it: why none is needed. */
  readonly untested?: string;
  /** Nothing of its own is coded: it comes of these rules. Still a test shows it. */
  readonly follows?: readonly string[];
  /** What code and tests write for it where that is not the id. */
  readonly spellings?: readonly string[];
}

/** Rules that belong together, in the order of the reference. */
export interface RuleGroup {
  readonly title: string;
  /** A sentence or two before the table. */
  readonly about: string;
  readonly rules: readonly Rule[];
}
