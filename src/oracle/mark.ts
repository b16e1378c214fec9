/**
 * One word says who made an output visible (first, or last where updates count): 0 = nobody yet,
 * else 1 + the number of the append in the ledger's `appends`.
 */
export const UNSEEN: 0 = 0;

export function markOf(append: number): number {
  return append + 1;
}

/** The append that a mark (not UNSEEN) names. */
export function appendOf(mark: number): number {
  return mark - 1;
}
