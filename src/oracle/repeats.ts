import type { Author } from "./evidence.ts";
import { type Witness, Witnesses } from "./witness.ts";

/** Whose two appearances they are. */
export type Pair = "outgoing/outgoing" | "outgoing/incoming" | "incoming/incoming";

/** Outputs that were visible more than once. */
export interface Repeats {
  /** Extra appearances by pair, replays included. */
  readonly pairs: Readonly<Record<Pair, number>>;
  /** Extra appearances with another digest or count than the first: worse than a duplicate. */
  readonly differing: number;
  /** Not by a later attempt of the same job. */
  readonly plain: Witnesses;
  /** By another attempt of the same job: a restart wrote it again. */
  readonly replays: Witnesses;
  /** A window that fired again with more records in it (allowed lateness, W17): no duplicate. */
  readonly updates: number;
}

/** Counts them as the ledger meets them. */
export class RepeatBook implements Repeats {
  readonly pairs: Record<Pair, number> = {
    "outgoing/outgoing": 0,
    "outgoing/incoming": 0,
    "incoming/incoming": 0,
  };
  readonly plain: Witnesses = new Witnesses();
  readonly replays: Witnesses = new Witnesses();
  differing = 0;
  updates = 0;

  note(first: Author, again: Author, isDiffering: boolean, make: () => Witness): void {
    this.pairs[pairOf(first, again)]++;
    if (isDiffering) this.differing++;
    (isReplay(first, again) ? this.replays : this.plain).add(make);
  }
}

/** A restart wrote it again. */
export function isReplay(first: Author, again: Author): boolean {
  return first.role === again.role && first.attempt !== again.attempt;
}

function pairOf(a: Author, b: Author): Pair {
  if (a.role !== b.role) return "outgoing/incoming";
  return a.role === "outgoing" ? "outgoing/outgoing" : "incoming/incoming";
}
