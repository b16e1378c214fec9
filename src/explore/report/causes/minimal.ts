/** Whether a failure is still there: it is, it is not, or others of its kind are in its stead. */
export type Persistence = "yes" | "no" | "elsewhere";

/** Something that may have mattered, and what it would be like otherwise. */
export interface Candidate<Change> {
  readonly id: string;
  /** What to try, the first of which also stands for "not there". */
  readonly changes: readonly Change[];
  /** The failure, in a world with those changes; undefined: not known. */
  persists(changes: readonly Change[]): Persistence | undefined;
}

/** A candidate and the change that was tried. */
export interface Tried<Change> {
  readonly candidate: Candidate<Change>;
  readonly change: Change;
}

/** What is left when all that did not matter is taken away. */
export interface Minimal<Change> {
  /** With the change that made the failure vanish. */
  readonly kept: readonly Tried<Change>[];
  /** With the change that stands for its absence, which is in force. */
  readonly removed: readonly Tried<Change>[];
  /** Left as they were: without them others fail in the stead of this one. */
  readonly aside: readonly Candidate<Change>[];
  /** False: there were not runs enough to try all, or what was removed turned out to matter. */
  readonly isMinimal: boolean;
}

/**
 * Takes away what does not matter, one after the other in the order given: the failure stays
 * without it. What is left is 1-minimal: taking away any one more makes the failure vanish, and
 * giving back any one of the others does not.
 */
export function minimal<Change>(candidates: readonly Candidate<Change>[]): Minimal<Change> {
  let kept: readonly Tried<Change>[] = [];
  const removed: Tried<Change>[] = [];
  const aside: Candidate<Change>[] = [];
  let isComplete = true;
  const remove = (candidate: Candidate<Change>): void => {
    removed.push({ candidate, change: candidate.changes[0] as Change });
  };
  for (const candidate of candidates) {
    const found = tried(candidate, candidate.changes, inForce(removed));
    if (found === undefined) isComplete = false;
    else if (found === "yes") remove(candidate);
    else if (found === "elsewhere") aside.push(candidate);
    else kept = [...kept, { candidate, change: found.change }];
  }
  // With more taken away than when it was tried, one that mattered may not matter any more.
  for (let again = true; again; ) {
    again = false;
    for (const { candidate, change } of kept) {
      const found = tried(candidate, [change], inForce(removed));
      if (found === undefined) isComplete = false;
      if (found === undefined || typeof found === "object") continue;
      kept = kept.filter((other) => other.candidate !== candidate);
      if (found === "yes") remove(candidate);
      else aside.push(candidate);
      again = found === "yes";
    }
  }
  const stays = removed.every(({ candidate }) => {
    const others = inForce(removed.filter((one) => one.candidate !== candidate));
    return candidate.persists(others) === "yes";
  });
  return { kept, removed, aside, isMinimal: isComplete && stays };
}

function inForce<Change>(removed: readonly Tried<Change>[]): readonly Change[] {
  return removed.map(({ change }) => change);
}

/** The first change that makes the failure vanish, or what is true of all; undefined: not known. */
function tried<Change>(
  candidate: Candidate<Change>,
  changes: readonly Change[],
  others: readonly Change[],
): { readonly change: Change } | "yes" | "elsewhere" | undefined {
  let isElsewhere = false;
  for (const change of changes) {
    const persists = candidate.persists([...others, change]);
    if (persists === undefined) return undefined;
    if (persists === "no") return { change };
    if (persists === "elsewhere") isElsewhere = true;
  }
  return isElsewhere ? "elsewhere" : "yes";
}
