import type { Expected } from "../explore/expectation.ts";
import type { SeedsSummary } from "../explore/run-many.ts";
import type { Doubt, VerdictStatus } from "../oracle/verdict.ts";
import { countText, shareText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import { type Style, styled, type Text, words } from "./text.ts";

const WORDS: Readonly<Record<VerdictStatus, readonly [string, Style]>> = {
  pass: ["PASS", "strong"],
  fail: ["FAIL", "failed"],
  inconclusive: ["INCONCLUSIVE", "doubtful"],
};

const DOUBTS: Readonly<Record<Doubt, string>> = {
  "nothing-handed-over": "nothing was handed over",
  "nothing-checked": "no record was checked",
  "cut-short": "the run was cut short",
  "probe-missed": "it was not put to the test",
  "property-inconclusive": "a property is undecided",
};

/** The verdict in one line, which is the last one that a log shows. */
export function verdictLine({ summary, shown, expectation }: RunReport): Text {
  const parts = [
    propertiesOf(summary, shown.verdict.headline),
    ...(summary.runs > 1 ? [seedsOf(summary)] : []),
    ...(expectation === undefined
      ? []
      : [
          expectation.isMet
            ? "as expected"
            : `but ${expectedText(expectation.expected)} was expected`,
        ]),
  ];
  return words`${verdictWord(summary.status)}  ${parts.join(", ")}`;
}

/** PASS, FAIL or INCONCLUSIVE. */
export function verdictWord(status: VerdictStatus): Text {
  const [word, style] = WORDS[status];
  return styled(style, word);
}

/** "fail (duplicate, gap)". */
export function expectedText({ verdict, findings }: Expected): string {
  return findings.length === 0 ? verdict : `${verdict} (${findings.join(", ")})`;
}

function propertiesOf(
  { status, worst }: SeedsSummary,
  headline: { readonly propertiesFailed: number; readonly propertiesChecked: number },
): string {
  const { propertiesFailed: failed, propertiesChecked: checked } = headline;
  if (status === "inconclusive") return worst.doubts.map((doubt) => DOUBTS[doubt]).join(" and ");
  return `${status === "fail" ? failed : checked} of ${checked} properties`;
}

/** "0 of 200 seeds (rate ≤ 1.8 %)": of modelled runs, at 95 %. */
function seedsOf({ status, runs, fail, inconclusive, failureRate }: SeedsSummary): string {
  const { low, high } = failureRate;
  if (status === "inconclusive") return `${countText(inconclusive)} of ${countText(runs)} seeds`;
  const of = `${countText(fail)} of ${countText(runs)} seeds`;
  const verb = fail === 0 ? `${of} failed` : of;
  if (fail === 0) return `${verb} (rate ≤ ${shareText(high)})`;
  if (fail === runs) return `${verb} (rate ≥ ${shareText(low)})`;
  return `${verb} (rate ${shareText(low)} to ${shareText(high)})`;
}
