/**
 * One 32-bit word says who made an output first: 0 = nobody yet, else 1 + the number of the append
 * in the ledger's `appends`; the top bit says that it came again.
 */
export const UNSEEN: 0 = 0;
const AGAIN = 0x8000_0000;
const APPEND = 0x7fff_ffff;

export function markOf(append: number): number {
  return append + 1;
}

export function markAgain(mark: number): number {
  return (mark | AGAIN) >>> 0;
}

export function cameAgain(mark: number): boolean {
  return mark >= AGAIN;
}

/** The append that a mark (not UNSEEN) names. */
export function appendOf(mark: number): number {
  return (mark & APPEND) - 1;
}
