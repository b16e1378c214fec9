import type { SinkOptions } from "../options.ts";
import type { TransactionOwnership } from "./sink-state.ts";
import { type AbortStrategy, LISTING, PROBING } from "./transaction-abort.ts";
import { INCREMENTING, POOLING, type TransactionNaming } from "./transaction-naming.ts";

/** What `TransactionNamingStrategy` of the sink decides. */
export interface TransactionStrategy {
  readonly naming: TransactionNaming;
  readonly ownership: TransactionOwnership;
  readonly abort: AbortStrategy;
  /** The start-up asks the broker for open transactions. */
  readonly listsTransactions: boolean;
}

/** S9, S10: each naming with the clean-up that is its default. */
export const TRANSACTION_STRATEGIES: Readonly<Record<SinkOptions["naming"], TransactionStrategy>> =
  {
    INCREMENTING: {
      naming: INCREMENTING,
      ownership: "IMPLICIT_BY_SUBTASK_ID",
      abort: PROBING,
      listsTransactions: false,
    },
    POOLING: {
      naming: POOLING,
      ownership: "EXPLICIT_BY_WRITER_STATE",
      abort: LISTING,
      listsTransactions: true,
    },
  };
