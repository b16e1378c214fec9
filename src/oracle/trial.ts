import type { Evidence } from "./evidence.ts";
import type { ExpectedOutputs } from "./expected-outputs.ts";
import type { LateBook } from "./late-book.ts";
import type { Ledger } from "./ledger.ts";

/** Everything the judge needs: the evidence, what readers saw, and what they should have seen. */
export interface Trial extends Evidence {
  readonly ledger: Ledger;
  readonly expected: ExpectedOutputs;
  /** Undefined: the late set is not applicable. */
  readonly late?: LateBook | undefined;
  /** Every PASS of the gates, judged apart; `expected` is what should reach the gates' stage. */
  readonly gates?: { readonly passes: Ledger; readonly expected: ExpectedOutputs } | undefined;
}
