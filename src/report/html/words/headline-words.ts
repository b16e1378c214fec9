import type { ReportModel } from "../../../explore/report-model.ts";
import type { Doubt, VerdictStatus } from "../../../oracle/verdict.ts";
import type { Names } from "../../names.ts";
import { countOf, countText, shareText, signedSpanText } from "../../quantity.ts";
import { witnessSentence } from "../../witness-sentence.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { decisionsText, doneWord } from "./cause-words.ts";
import { failedText, soleWriter } from "./failure-words.ts";
import { listed, prose } from "./prose.ts";

export const VERDICTS: Readonly<
  Record<VerdictStatus, { readonly word: string; readonly sign: string }>
> = {
  pass: { word: "PASS", sign: "✓" },
  fail: { word: "FAIL", sign: "✕" },
  inconclusive: { word: "INCONCLUSIVE", sign: "?" },
};

const DOUBTS: Readonly<Record<Doubt, string>> = {
  "nothing-handed-over": "Nothing was handed over",
  "nothing-checked": "No record was checked",
  "cut-short": "The run was cut short",
  "probe-missed": "It was not put to the test",
  "property-inconclusive": "A property is undecided",
};

/** What came out, in one line: counts of what is wrong, or what was checked. */
export function headline({ verdict }: Pick<ReportModel, "verdict">): string {
  const { status, doubts, headline: counts, properties } = verdict;
  if (status === "inconclusive") {
    const open = properties.filter((property) => property.status === "inconclusive");
    if (open.length > 0) return `Undecided: ${listed(open.map(({ title }) => `“${title}”`))}`;
    return listed(doubts.map((doubt) => DOUBTS[doubt as Doubt] ?? doubt));
  }
  const unit = properties.find(({ name }) => name === "no-gap")?.unit ?? "outputs";
  if (status === "pass") return `All ${countOf(counts.due, unit)} came out exactly once`;
  const harm = harmOf(counts, unit);
  if (harm !== "") return harm;
  const failed = properties.find((property) => property.status === "fail");
  return failed === undefined ? "A property failed" : failedText(failed);
}

/** "8 records lost, 2 duplicated". */
function harmOf(counts: ReportModel["verdict"]["headline"], unit: string): string {
  const { lost, duplicated, wrong, phantom } = counts;
  const kinds: readonly (readonly [number, string])[] = [
    [lost, "lost"],
    [duplicated, "duplicated"],
    [wrong, "wrong"],
    [phantom, "from nowhere"],
  ];
  return kinds
    .filter(([count]) => count > 0)
    .map(([count, what], i) => `${i === 0 ? countOf(count, unit) : countText(count)} ${what}`)
    .join(", ");
}

/** The first counterexample, or the smallest margin; then how much was tried. */
export function lead(model: ReportModel, names: Names): Markup {
  const { verdict, header } = model;
  const evidence = seedsSentence(header.seeds);
  const first = verdict.properties.find(
    ({ status, witness }) => status === "fail" && witness !== null,
  );
  if (first?.witness) {
    const failure = model.data.failures.shown.find(({ id }) => id === first.failure);
    const cause = failure?.cause == null ? undefined : model.causes.causes[failure.cause];
    const { earlier, appearance } = first.witness;
    if (cause === undefined || soleWriter(earlier, appearance) !== undefined)
      return markup`First: ${prose(witnessSentence(first, first.witness, names))}. ${evidence}`;
    const what = markup`First ${doneWord(cause.kind)}: ${prose(names.described(first.witness))}`;
    const because = prose(decisionsText(cause, names));
    return markup`${what}: ${because}. ${evidence} <a href="#why/${cause.failure}">Show why</a>`;
  }
  if (verdict.status === "pass") return markup`${smallestMargin(model)}${evidence}`;
  return markup`Nothing is proved either way. ${evidence}`;
}

function smallestMargin({ verdict }: ReportModel): string {
  const margins = verdict.properties.flatMap(({ title, margin, status }) =>
    margin === null || status !== "pass" ? [] : [{ title, micros: margin.micros }],
  );
  const [first, ...rest] = margins;
  if (first === undefined) return "";
  const least = rest.reduce((a, b) => (b.micros < a.micros ? b : a), first);
  return `Nearest to failing: “${least.title}”, by ${signedSpanText(least.micros)}. `;
}

/** "All 200 seeds fail with these settings." */
function seedsSentence({
  runs,
  fail,
  inconclusive,
  pass,
  low,
  high,
}: ReportModel["header"]["seeds"]): string {
  if (runs === 1) return "One seed was run.";
  const of = `${countText(runs)} seeds`;
  if (fail === runs) return `All ${of} fail with these settings (rate ≥\u00a0${shareText(low)}).`;
  if (pass === runs) return `None of ${of} fails (rate ≤\u00a0${shareText(high)}).`;
  const undecided = inconclusive === 0 ? "" : `, ${countText(inconclusive)} are undecided`;
  if (fail === 0) return `None of ${of} fails${undecided}.`;
  const rate = `rate ${shareText(low)} to ${shareText(high)}`;
  return `${countText(fail)} of ${of} ${fail === 1 ? "fails" : "fail"}${undecided} (${rate}).`;
}
