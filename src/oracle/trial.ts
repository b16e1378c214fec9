import type { Evidence } from "./evidence.ts";
import type { ExpectedOutputs } from "./expected-outputs.ts";
import type { LateBook } from "./late-book.ts";
import type { Ledger } from "./ledger.ts";
import type { Projection, Versions } from "./versions.ts";

/** Everything the judge needs: the evidence, what readers saw, and what they should have seen. */
export interface Trial extends Evidence {
  readonly ledger: Ledger;
  readonly expected: ExpectedOutputs;
  /** Undefined: the late set is not applicable. */
  readonly late?: LateBook | undefined;
  /** Every PASS of the gates, judged apart; `expected` is what should reach the gates' stage. */
  /** Undefined: both jobs put out what is expected; else what is expected goes by the author. */
  readonly versions?: Versions | undefined;
  /** Undefined: outputs are the same if all of them is. */
  readonly projection?: Projection | undefined;
  readonly gates?: { readonly passes: Ledger; readonly expected: ExpectedOutputs } | undefined;
}
