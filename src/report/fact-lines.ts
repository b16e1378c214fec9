import type { GateFacts, Role } from "../oracle/evidence.ts";
import { type Names, recordNameOfId } from "./names.ts";
import { countText, glued, spanText } from "./quantity.ts";
import type { RunReport } from "./run-report.ts";
import { joined, styled, type Text, words } from "./text.ts";
import { witnessSentence } from "./witness-sentence.ts";

/** What a reader can check by hand: a label and what is said under it, line by line. */
export interface FactLine {
  readonly label: string;
  readonly lines: readonly Text[];
}

/** How many records went where, what the hand-over did when, and what its gates knew. */
export function factLines(report: RunReport, names: Names): readonly FactLine[] {
  return [
    recordLine(report, names),
    ...differenceLine(report, names),
    handoverLine(report, names),
    ...gateLine(report, names),
  ];
}

const REASONS: readonly (readonly [string, string])[] = [
  ["change", "by the change between the versions"],
  ["nondeterminism", "by chance"],
  ["processing time", "by processing time"],
  ["state TTL", "by state that expired"],
  ["mixed", "half old, half new"],
];

/** What depends on which job put it out, and why; the first of them in words. */
function differenceLine({ shown }: RunReport, names: Names): readonly FactLine[] {
  const alike = shown.verdict.properties.find(({ name }) => name === "alike");
  const first = alike?.witnesses[0];
  if (alike === undefined || first === undefined) return [];
  const counted = REASONS.flatMap(([reason, said]) => {
    const count = alike.counts[reason] ?? 0;
    return count === 0 ? [] : [`${countText(count)} ${said}`];
  });
  const told = alike.status === "noted" ? [witnessSentence(alike, first, names)] : [];
  return [{ label: "Differ", lines: [words`${counted.join(", ")}`, ...told] }];
}

function recordLine({ shown }: RunReport, names: Names): FactLine {
  const { headline, properties } = shown.verdict;
  const { due, visible, visibleOf, lost, duplicated, wrong, phantom, pending } = headline;
  const { differing = 0 } = headline;
  const unit = properties.find(({ name }) => name === "no-gap")?.unit ?? "outputs";
  const arrived = shown.arrived.reduce((sum, count) => sum + count, 0);
  const by = (role: Role): Text =>
    words`${glued(`${countText(visibleOf[role])} by `)}${names.job(role)}`;
  const what = unit === "records" ? "" : ` ${unit}`;
  const exceptions = [
    words`${styled(lost > 0 ? "failed" : "plain", `${countText(lost)} lost`)}`,
    words`${styled(duplicated > 0 ? "duplicate" : "plain", `${countText(duplicated)} duplicated`)}`,
    ...(wrong > 0 ? [styled("failed", `${countText(wrong)} wrong`)] : []),
    ...(phantom > 0 ? [styled("failed", `${countText(phantom)} from nowhere`)] : []),
    ...(differing > 0 ? [styled("plain", `${countText(differing)} depend on the job`)] : []),
    words`${countText(pending)} pending`,
  ];
  return {
    label: "Records",
    lines: [
      words`${countText(arrived)} in, ${countText(due)}${what} due, ${countText(visible)} visible: ${by("outgoing")}, ${by("incoming")}`,
      joined(exceptions, ", "),
    ],
  };
}

const OUTCOMES = {
  "handed-over": "done",
  "rolled-back": "rolled back",
  unfinished: "not finished",
  none: "did not begin",
} as const;

interface HandoverStep {
  readonly anchor: keyof RunReport["shown"]["moments"];
  /** Whose step it is; the words that follow the job's name. */
  readonly role?: Role;
  readonly did: string;
}

const HANDOVER_STEPS: readonly HandoverStep[] = [
  { anchor: "savepoint-completed", did: "savepoint" },
  { anchor: "incoming-running", role: "incoming", did: " running" },
  { anchor: "toggle-written", did: "toggle written" },
  { anchor: "outgoing-crossed", role: "outgoing", did: " crossed" },
  { anchor: "outgoing-deleted", role: "outgoing", did: " deleted" },
];

function handoverLine({ shown }: RunReport, names: Names): FactLine {
  const { startedAt, endedAt, outcome } = shown.facts.handover;
  const label = "Hand-over";
  if (startedAt === undefined) return { label, lines: [words`did not begin`] };
  const steps = HANDOVER_STEPS.flatMap(({ anchor, role, did }) => {
    const at = shown.moments[anchor];
    if (at === undefined) return [];
    const who = role === undefined ? [] : names.job(role);
    return [words`${who}${glued(`${did} `)}${names.instant(at)}`];
  });
  const told: readonly (number | undefined)[] = Object.values(shown.moments);
  const when = told.includes(endedAt) || endedAt === undefined ? "" : ` ${names.instant(endedAt)}`;
  const last = words`${glued(`${OUTCOMES[outcome]}${when}`)}`;
  return {
    label,
    lines: [joined([words`began at ${spanText(startedAt, 3)}`, ...steps, last], ", ")],
  };
}

function gateLine({ shown }: RunReport, names: Names): readonly FactLine[] {
  const { gates } = shown.facts;
  const toggles = new Set(gates.flatMap(({ toggle }) => (toggle === undefined ? [] : [toggle])));
  const { gates: alone, headline } = shown.verdict;
  const lines: Text[] = [];
  if (toggles.size > 0) {
    const values = [...toggles].map((toggle) => names.eventTime(toggle)).join(" and ");
    const learned = gatesThat("learned by", gates, ({ learnedAt }) => learnedAt, names);
    const crossed = gatesThat("crossed by", gates, ({ crossedAt }) => crossedAt, names);
    lines.push(words`toggle ${values}, ${learned}, ${crossed}`);
  }
  const tooLate = gates.find(({ firstUnderOldRule }) => firstUnderOldRule !== undefined);
  if (tooLate?.firstUnderOldRule !== undefined) {
    const { id, at } = tooLate.firstUnderOldRule;
    const count = styled("failed", `${headline.gatesLearnedLate} too late`);
    lines.push(
      words`${count} (E1): ${names.subtask(tooLate)} judged ${recordNameOfId(id)} at ${names.instant(at)} without the toggle`,
    );
  }
  if (alone?.status === "fail") {
    lines.push(
      words`by themselves, before the sink: ${countText(alone.lost)} lost, ${countText(alone.duplicated)} duplicated of ${countText(alone.checked)}`,
    );
  }
  return lines.length === 0 ? [] : [{ label: "Gates", lines }];
}

/** "learned by 6 of 6 gates from +0.9 s to +4.1 s". */
function gatesThat(
  did: string,
  gates: readonly GateFacts[],
  at: (gate: GateFacts) => number | undefined,
  names: Names,
): string {
  const times = gates.flatMap((gate) => at(gate) ?? []);
  const who = glued(`${did} ${times.length} of ${gates.length} gates`);
  if (times.length === 0) return who;
  const first = names.instant(Math.min(...times));
  const last = names.instant(Math.max(...times));
  return first === last ? `${who} at ${first}` : `${who} from ${first} to ${last}`;
}
