/** Any JSON object of a recording: a configuration, a step or an output. */
export type RecordedValues = Readonly<Record<string, unknown>>;

/** One line of a corpus: what the real thing was told and what it did. */
export interface RecordedCase {
  /** Unique in its corpus. */
  readonly id: string;
  /** The releases that answered like this, e.g. "1.20.3": it is replayed under each. */
  readonly versions: readonly string[];
  /** The line as it stands. */
  readonly fields: RecordedValues;
}

/** Where ours first did something else than the real thing. */
export interface Difference {
  readonly kind: "different";
  /** Index of the step; -1 = before the first, the number of steps = at the end. */
  readonly step: number;
  /** What differs there: "out", a further result such as "=pending", "thrown". */
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The case asks for something that the model has not. */
export interface Unsupported {
  readonly kind: "unsupported";
  readonly reason: string;
}

/** The case cannot be compared, and no hand-over gets where it goes. */
export interface LeftOut {
  readonly kind: "left out";
  readonly reason: string;
}

/** What became of one case under one release. */
export type Outcome = { readonly kind: "equal" } | Difference | Unsupported | LeftOut;

/** Drives the model's own classes through one case; no second implementation. */
export type Replay = (recorded: RecordedCase, version: string) => Outcome;

/** The same replay with one rule of a modelled class broken: some case has to differ. */
export interface PlantedFault {
  readonly name: string;
  readonly replay: Replay;
}

/** Recordings of one unit, and how ours is held against them. */
export interface Corpus {
  /** Unique; begins with `file`. */
  readonly name: string;
  /** Folder and name of its file below any directory of recordings, as in "flink-classes/valve". */
  readonly file: string;
  /** Ids of the modelled rules that these cases pin. */
  readonly rules: readonly string[];
  /** Makes a case of one line of `file`; throws a `CorruptCase` for a line that is none. */
  readonly read: (line: RecordedValues, file: string | URL) => RecordedCase;
  readonly replay: Replay;
  readonly faults: readonly PlantedFault[];
}

/** Recordings that nothing of ours is held against yet: each case counts as not supported. */
export function unadapted(options: Pick<Corpus, "name" | "file" | "read" | "rules">): Corpus {
  const reason = "nothing of ours is held against it yet";
  return { ...options, replay: () => ({ kind: "unsupported", reason }), faults: [] };
}

export const EQUAL: Outcome = { kind: "equal" };

/** A line of a corpus that lacks what every case has. */
export class CorruptCase extends Error {}

/** Thrown by an adapter that meets a step or a setting which it does not know. */
export class NotSupported extends Error {}

/** Replays one case; whatever is thrown on the way becomes an outcome. */
export function outcomeOf(replay: Replay, recorded: RecordedCase, version: string): Outcome {
  try {
    return replay(recorded, version);
  } catch (error) {
    if (error instanceof NotSupported) return { kind: "unsupported", reason: error.message };
    return {
      kind: "different",
      step: -1,
      field: "thrown",
      expected: "no exception of ours",
      actual: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
