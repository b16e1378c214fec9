import type { Cause, Remedy } from "../../../explore/report-causes.ts";
import type { FailedRecord, GateRule, UnjudgedReason } from "../../../explore/report-facts.ts";
import type { Role } from "../../../oracle/evidence.ts";
import type { FindingKind } from "../../../oracle/verdict.ts";
import type { Witness } from "../../../oracle/witness.ts";
import type { Names } from "../../names.ts";
import { countText, spanText } from "../../quantity.ts";
import { styled, type Text, words } from "../../text.ts";
import { soleWriter } from "./failure-words.ts";
import { settingInSentence } from "./setting-words.ts";

const DONE: Readonly<Partial<Record<FindingKind, string>>> = {
  gap: "lost",
  duplicate: "duplicated",
  payload: "wrong",
  order: "out of order",
  phantom: "from nowhere",
  late: "late",
  differs: "different",
  visibility: "visible too late",
  torn: "torn",
};

/** "lost", "duplicated"… */
export function doneWord(kind: FindingKind): string {
  return DONE[kind] ?? "wrong";
}

/** "p2·1048", or the result's name. */
export function failureName({ witness, id }: FailedRecord, names: Names): Text {
  return witness.output === undefined ? styled("plain", id) : names.output(witness.output);
}

type Rules = Readonly<Record<GateRule | UnjudgedReason, (own: Text, other: Text) => Text>>;

/** What each rule came to, said of the job that went by it. */
const OUTGOING: Rules = {
  "no-toggle": (own) => words`${own} did not know the toggle yet and emitted everything`,
  "older-than-toggle": (own) => words`${own} emitted what is older than the toggle`,
  "not-older-than-toggle": (own, other) =>
    words`${own} left what is not older than the toggle to ${other}`,
  crossed: (own, other) => words`${own} had crossed the toggle and left all that came to ${other}`,
  "not-crossed": (own) => words`${own} had not crossed the toggle and emitted everything`,
  "by-position": (own) => words`${own} went by where it stands in its partition`,
  "first-deployment": (own) => words`${own} knew of no hand-over and emitted everything`,
  other: (own) => words`${own} decided so by its own rule`,
  "not-read": (own) => words`${own} never read it`,
  "restored-past": (own) => words`${own} was restored from beyond it`,
  "no-gate": (own) => words`${own} has no gate`,
};

const INCOMING: Rules = {
  ...OUTGOING,
  "no-toggle": (own) => words`${own} did not know the toggle yet and emitted nothing`,
  "older-than-toggle": (own, other) => words`${own} left what is older than the toggle to ${other}`,
  "not-older-than-toggle": (own) => words`${own} emitted what is not older than the toggle`,
  crossed: (own) => words`${own} had crossed the toggle and emitted everything`,
  "not-crossed": (own, other) =>
    words`${own} had not crossed the toggle and left all that came to ${other}`,
};

function ruleText(role: Role, rule: GateRule | UnjudgedReason, names: Names): Text {
  const other = role === "outgoing" ? "incoming" : "outgoing";
  const rules = role === "outgoing" ? OUTGOING : INCOMING;
  return rules[rule](names.job(role), names.job(other));
}

/** What each of the two jobs did with the output, and by which rule. */
export function decisionsText({ because }: Pick<Cause, "because">, names: Names): Text {
  const { outgoing, incoming } = because;
  return words`${ruleText("outgoing", outgoing, names)}, and ${ruleText("incoming", incoming, names)}`;
}

/** "Lost because Blue left it to Green, as …, while Green did not know the toggle yet." */
export function becauseText(
  { because }: Cause,
  { earlier, appearance }: Pick<Witness, "earlier" | "appearance">,
  names: Names,
): Text {
  const { kind, gate, lateByMicros } = because;
  const head = doneWord(kind);
  const sole = kind === "duplicate" ? soleWriter(earlier, appearance) : undefined;
  if (sole !== undefined && earlier !== undefined && appearance !== undefined) {
    const [first, second] = [earlier, appearance].map(({ attempt }) => String(attempt + 1));
    return words`Duplicated because ${names.job(sole)} wrote it twice, in attempt ${first ?? ""} and in attempt ${second ?? ""}.`;
  }
  const decisions = decisionsText({ because }, names);
  const told = words`${head.charAt(0).toUpperCase()}${head.slice(1)} because ${decisions}.`;
  if (gate === null || lateByMicros === null || lateByMicros <= 0) return told;
  return words`${told} The toggle came to ${names.subtask(gate)} ${spanText(lateByMicros)} too late.`;
}

/** "It would have been emitted once if …, or if …." */
export function remedyText({ remedies }: Cause, names: Names): Text | undefined {
  if (remedies.length === 0) return undefined;
  const [first, ...rest] = remedies.map((remedy) => ifText(remedy, names));
  return rest.reduce<Text>(
    (all, next) => words`${all}, or if ${next}`,
    words`It would have come out once if ${first ?? []}`,
  );
}

function ifText(remedy: Remedy, names: Names): Text {
  switch (remedy.kind) {
    case "message-earlier":
      return words`the toggle had reached ${names.subtask(remedy.gate)} ${spanText(remedy.byMicros)} earlier`;
    case "setting": {
      const much = spanText(Math.abs(remedy.byMicros), 3);
      const way = remedy.byMicros > 0 ? "longer" : "shorter";
      return words`the ${settingInSentence(remedy.setting)} had been ${much} ${way}`;
    }
    case "without-fault":
      return words`${remedy.name} had not struck`;
    case "without-idle":
      return remedy.partition === null
        ? words`no source had been idle`
        : words`partition ${remedy.partition} had not been idle`;
    case "start-up-faster":
      return words`the incoming job had started ${spanText(remedy.byMicros)} faster`;
    case "record-on-time":
      return words`the record had been ${spanText(remedy.byMillis * 1_000)} less late`;
  }
}

/** "All 8 lost records have this cause." */
export function shareText({ kind, count }: Cause, total: number): string {
  const what = `${doneWord(kind)} ${total === 1 ? "output" : "outputs"}`;
  if (count === total) {
    return total === 1
      ? `It is the only ${what}.`
      : `All ${countText(total)} ${what} have this cause.`;
  }
  return `${countText(count)} of ${countText(total)} ${what} ${count === 1 ? "has" : "have"} this cause.`;
}

/** At the mark of a judgement: what the gate knew, and what it did. */
export function judgementLines(
  role: Role,
  failure: FailedRecord,
  names: Names,
): readonly [string, string] {
  const decision = failure.decisions[role];
  if (decision === null) return ["never judged", "not emitted"];
  const other = names
    .job(role === "outgoing" ? "incoming" : "outgoing")
    .map(({ text }) => text)
    .join("");
  const knew: Readonly<Record<GateRule, string>> = {
    "no-toggle": "no toggle yet:",
    "older-than-toggle": "older than the toggle:",
    "not-older-than-toggle": "not older than the toggle:",
    crossed: "has crossed the toggle:",
    "not-crossed": "has not crossed yet:",
    "by-position": "by its position:",
    "first-deployment": "knows of no hand-over:",
    other: "by its own rule:",
  };
  const isLeft = !decision.passed && decision.rule !== "no-toggle";
  return [
    knew[decision.rule],
    decision.passed ? "emitted" : isLeft ? `left to ${other}` : "dropped",
  ];
}
