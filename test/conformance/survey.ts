import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Corpus,
  type Difference,
  type Outcome,
  outcomeOf,
  type RecordedCase,
  type RecordedValues,
} from "./corpus.ts";
import { CorruptFile, readCases } from "./recordings.ts";

/** A case that is not equal, and under which release. */
export interface Finding<O extends Outcome> {
  readonly id: string;
  readonly version: string;
  readonly outcome: O;
  /** The step that differs, as recorded; absent when it differs before or after all steps. */
  readonly at?: RecordedValues;
}

/** What became of one corpus; a case counts as the worst of its releases. */
export interface CorpusResult {
  readonly name: string;
  readonly rules: readonly string[];
  readonly files: readonly string[];
  readonly versions: readonly string[];
  readonly cases: number;
  readonly equal: number;
  readonly different: number;
  readonly notSupported: number;
  readonly leftOut: number;
  readonly differences: readonly Finding<Difference>[];
  readonly excuses: readonly Finding<Exclude<Outcome, Difference | { kind: "equal" }>>[];
}

/** A corpus with the cases that some directory holds of it. */
export interface LoadedCorpus {
  readonly corpus: Corpus;
  readonly files: readonly string[];
  readonly cases: readonly RecordedCase[];
}

/**
 * Finds every file of recordings below a directory and reads those that are wanted. A file that no
 * corpus claims comes as one of its own, which nothing can replay. Throws a `CorruptFile`.
 */
export function loadCorpora(
  directory: string,
  corpora: readonly Corpus[],
  strange: (file: string) => Corpus,
  isWanted: (corpus: Corpus) => boolean,
): readonly LoadedCorpus[] {
  const files = recordedFiles(directory);
  const claimed = new Set(corpora.map(({ file }) => file));
  const others = [...files.keys()].filter((file) => !claimed.has(file)).map(strange);
  return [...corpora, ...others].filter(isWanted).flatMap((corpus) => {
    const paths = files.get(corpus.file);
    if (paths === undefined) return [];
    const cases = paths.flatMap((path) => readCases(path, corpus.read));
    return [{ corpus, files: paths, cases }];
  });
}

/** Replays every case of one corpus under each of its releases. */
export function replayCorpus({ corpus, files, cases }: LoadedCorpus): CorpusResult {
  const differences: Finding<Difference>[] = [];
  const excuses: CorpusResult["excuses"][number][] = [];
  const counts = { equal: 0, different: 0, unsupported: 0, "left out": 0 };
  for (const recorded of cases) {
    let worst: Outcome["kind"] = "equal";
    for (const version of recorded.versions) {
      const outcome = outcomeOf(corpus.replay, recorded, version);
      worst = worseOf(worst, outcome.kind);
      if (outcome.kind === "different") differences.push(differenceOf(recorded, version, outcome));
      else if (outcome.kind !== "equal") excuses.push({ id: recorded.id, version, outcome });
    }
    counts[worst]++;
  }
  return {
    name: corpus.name,
    rules: corpus.rules,
    files,
    versions: [...new Set(cases.flatMap(({ versions }) => versions))].sort(),
    cases: cases.length,
    equal: counts.equal,
    different: counts.different,
    notSupported: counts.unsupported,
    leftOut: counts["left out"],
    differences,
    excuses,
  };
}

/** Paths by "folder/name", for every `.jsonl.gz` and `.jsonl` below the directory. */
function recordedFiles(directory: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const root = resolve(directory);
  let entries: readonly string[];
  try {
    entries = readdirSync(root, { recursive: true, encoding: "utf8" });
  } catch (error) {
    throw new CorruptFile(`${directory}: ${(error as Error).message}`);
  }
  for (const entry of [...entries].sort()) {
    const path = resolve(root, entry);
    const file = /([^/\\]+)[/\\]([^/\\]+)\.jsonl(?:\.gz)?$/.exec(path);
    if (file === null) continue;
    const name = `${file[1]}/${file[2]}`;
    found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
}

function differenceOf(
  { id, fields }: RecordedCase,
  version: string,
  outcome: Difference,
): Finding<Difference> {
  const at = (fields["steps"] as readonly RecordedValues[] | undefined)?.[outcome.step];
  return { id, version, outcome, ...(at === undefined ? {} : { at }) };
}

function worseOf(a: Outcome["kind"], b: Outcome["kind"]): Outcome["kind"] {
  const order: readonly Outcome["kind"][] = ["equal", "left out", "unsupported", "different"];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}
