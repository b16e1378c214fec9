import type { Outcome } from "./corpus.ts";
import { sideBySide } from "./side-by-side.ts";
import type { CorpusResult } from "./survey.ts";

/** Whether everything there was is equal, or left out with its reason. */
export function agrees(results: readonly CorpusResult[]): boolean {
  return results.every(({ different, notSupported }) => different === 0 && notSupported === 0);
}

/** The table, why cases were not compared, and the first differing step of each corpus. */
export function textReport(results: readonly CorpusResult[]): string {
  return [
    ...table(results),
    ...results.flatMap(excused),
    ...results.flatMap(firstDifference),
    "",
    agrees(results)
      ? "all cases agree with the recordings"
      : "not all cases agree with the recordings",
  ].join("\n");
}

function table(results: readonly CorpusResult[]): readonly string[] {
  const head = ["corpus", "versions", "cases", "equal", "different", "not supported", "left out"];
  const rows = results.map((one) => [one.name, one.versions.join(", "), ...countsOf(one)]);
  const sums = results
    .map(countsOf)
    .reduce((sum, counts) => sum.map((value, index) => value + (counts[index] as number)));
  const lines = [head, ...rows, ["all", "", ...sums]].map((line) => line.map(String));
  const widths = head.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  return lines.map((line) =>
    line
      .map((cell, index) =>
        index < 2 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join("  "),
  );
}

function countsOf(result: CorpusResult): readonly number[] {
  const { cases, equal, different, notSupported, leftOut } = result;
  return [cases, equal, different, notSupported, leftOut];
}

const NAMED_AT_MOST = 5;

function excused({ name, excuses }: CorpusResult): readonly string[] {
  const kinds: readonly Outcome["kind"][] = ["unsupported", "left out"];
  return kinds.flatMap((kind) => {
    const reasons = new Map<string, Set<string>>();
    for (const { id, outcome } of excuses) {
      if (outcome.kind !== kind) continue;
      reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? new Set()).add(id));
    }
    const word = kind === "unsupported" ? "not supported" : kind;
    return [...reasons].flatMap(([reason, ids]) => [
      "",
      `${name}: ${ids.size} ${word}: ${reason}`,
      `  ${[...ids].slice(0, NAMED_AT_MOST).join(" ")}${ids.size > NAMED_AT_MOST ? " …" : ""}`,
    ]);
  });
}

function firstDifference({ name, differences }: CorpusResult): readonly string[] {
  const first = differences[0];
  if (first === undefined) return [];
  const { step, field, expected, actual } = first.outcome;
  const lines = sideBySide(
    { title: "expected", value: expected },
    { title: "ours", value: actual },
  );
  return [
    "",
    `${name}: ${first.id} under ${first.version}, step ${step}: ${field}`,
    ...(first.at === undefined ? [] : [`  ${JSON.stringify(inputOf(first.at))}`]),
    ...lines,
  ];
}

/** A step without its results: what the unit was told. */
function inputOf(step: Readonly<Record<string, unknown>>): unknown {
  const isResult = (key: string): boolean =>
    key.startsWith("=") || ["out", "obs", "res", "t", "dur"].includes(key);
  return Object.fromEntries(Object.entries(step).filter(([key]) => !isResult(key)));
}
