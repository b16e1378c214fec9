import type {
  Advice,
  AdviceCost,
  AdviceSet,
  SeedCounts,
  SettingChange,
} from "../../../explore/report-margins.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import { countText, shareText, spanText } from "../../quantity.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { listed } from "../words/prose.ts";
import { changedText, settingInSentence, settingLabel } from "../words/setting-words.ts";

/** At most three changes, each of which was run, and the cheapest that passes. */
export function adviceList({ advice, verdict }: ReportModel): Markup {
  const { changes, best } = advice;
  const list =
    changes.length > 0 && markup`<ol class="advice">${changes.map((change) => entry(change))}</ol>`;
  return markup`<h2 class="small">What to change</h2>${list}<p class="note">${closing(changes, best, verdict.status)}</p>`;
}

function closing(
  changes: readonly Advice[],
  best: AdviceSet | null,
  status: ReportModel["verdict"]["status"],
): string {
  if (best !== null) return bestSentence(changes, best);
  if (changes.length > 0) return "None of them, alone or together, passes every seed.";
  if (status === "inconclusive") return "Nothing yet: the run proves nothing either way.";
  return status === "pass"
    ? "Nothing: every property holds."
    : "No change of one setting was found to help.";
}

function entry({ change, before, after, seeds, cost }: Advice): Markup {
  const effect = [
    countChange("lost", before.lost, after.lost),
    countChange("duplicated", before.duplicated, after.duplicated),
    countChange("wrong", before.wrong, after.wrong),
  ].filter((part) => part !== undefined);
  const failed = countChange("properties failed", before.propertiesFailed, after.propertiesFailed);
  const shown = effect.length === 0 ? (failed ?? "") : effect.join(", ");
  const sentences = [capital(shown), seedsChange(seeds), costText(cost)].filter(
    (part) => part !== "",
  );
  return markup`<li><b>${changeTitle(change)}</b><span>${sentences.map((part) => `${part}. `)}</span></li>`;
}

function changeTitle({ setting, from, to, unit }: SettingChange): string {
  const values = `${changedText(setting, from, unit)} → ${changedText(setting, to, unit)}`;
  if (typeof from !== "number" || typeof to !== "number")
    return `${settingLabel(setting)}: ${values}`;
  return `${to > from ? "Raise" : "Lower"} the ${settingInSentence(setting)}, ${values}`;
}

function countChange(what: string, before: number, after: number): string | undefined {
  return before === after ? undefined : `${what} ${countText(before)} → ${countText(after)}`;
}

function seedsChange({ runs, failingBefore, failingAfter }: SeedCounts): string {
  if (runs < 2) return "";
  const seeds = `Seeds failing ${countText(failingBefore)} → ${countText(failingAfter)} of ${countText(runs)}`;
  return failingAfter === 0 ? seeds : `${seeds}, not enough alone`;
}

/** What gets worse, in words; what stays or gets better is left out. */
function costText({
  handoverMicros,
  bothJobsMicros,
  latencyMicros,
  silenceMicros,
}: AdviceCost): string {
  const costs: readonly (readonly [number | null, string])[] = [
    [handoverMicros, "the hand-over takes"],
    [handoverMicros === null ? bothJobsMicros : null, "both jobs run"],
    [latencyMicros, "output comes"],
    [silenceMicros, "the longest silence is"],
  ];
  const told = costs.flatMap(([micros, what]) => {
    if (micros === null || micros < 50_000) return [];
    return [`${what} ${spanText(micros)} ${what === "output comes" ? "later" : "longer"}`];
  });
  return capital(listed(told));
}

function bestSentence(changes: readonly Advice[], { changes: set, seeds }: AdviceSet): string {
  const places = set.map(({ setting, to }) => {
    const place = changes.findIndex(({ change }) => change.setting === setting && change.to === to);
    return place < 0 ? `the ${settingInSentence(setting)}` : String(place + 1);
  });
  const numbers = places.every((place) => /^\d+$/.test(place));
  const what =
    set.length === 1
      ? `Change ${places[0]} alone`
      : `${numbers ? "Changes " : ""}${listed(places)} together`;
  const { runs, failingAfter, high } = seeds;
  if (runs < 2) return `${what} ${set.length === 1 ? "passes" : "pass"} on this seed.`;
  if (failingAfter > 0)
    return `${what}: ${countText(failingAfter)} of ${countText(runs)} seeds still fail.`;
  return `${what} ${set.length === 1 ? "passes" : "pass"} all ${countText(runs)} seeds (re-run; rate ≤\u00a0${shareText(high)}).`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
