import type { Role } from "../oracle/evidence.ts";
import type { PropertyResult } from "../oracle/verdict.ts";
import type { Appearance, Witness } from "../oracle/witness.ts";
import type { Names } from "./names.ts";
import { countText, spanText } from "./quantity.ts";
import { type Text, words } from "./text.ts";

/** One failure in one sentence: which output, when, and who wrote or dropped it. */
export function witnessSentence(
  { name }: Pick<PropertyResult, "name">,
  witness: Witness,
  names: Names,
): Text {
  const told = { ...witness, detail: witness.detail ?? {} };
  switch (name) {
    case "no-gap":
      return lost(told, names);
    case "no-duplicate":
      return duplicated(told, names);
    case "payload":
      return wrong(told, names);
    case "order":
      return words`${names.described(told)}: ${wrote(told, names)}, behind a later one of its key`;
    case "no-phantom":
      return words`${names.described(told)}: ${wrote(told, names)}, and the reference has no such output`;
    case "whole-transactions":
      return torn(told, names);
    case "single-writer":
      return secondWriter(told, names);
    case "late-set":
      return late(told, names);
    case "visible-in-time":
      return words`${arrived(told, names)}: ${waited(told)}`;
    case "handed-over":
      return stalled(told);
    case "end-state":
      return leftOver(told, names);
    case "no-silence":
      return silent(told, names);
    case "conservation":
      return unbalanced(told, names);
    case "alike":
      return differing(told, names);
    case "non-vacuous":
      return words`it never came to this: ${told.detail["probe"] ?? "a probe"}`;
  }
}

interface Told extends Witness {
  readonly detail: Readonly<Record<string, number | string | boolean>>;
}

function lost(told: Told, names: Names): Text {
  if (told.detail["by"] !== undefined) return summed(told, names);
  const { passedBy, passedByAttempt, passedBySubtask, passedAGate } = told.detail;
  const head = words`${arrived(told, names)}: `;
  if (passedAGate === true) {
    const gate = { role: passedBy as Role, subtask: Number(passedBySubtask) };
    const by = names.subtask({ ...gate, attempt: Number(passedByAttempt) });
    return words`${head}the gate of ${by} let it pass, but readers never saw it`;
  }
  const lateIn = lateInWords(told, names);
  if (lateIn !== undefined) return words`${head}${lateIn} dropped it as late`;
  if (passedAGate === false) {
    return words`${head}neither ${names.job("outgoing")} nor ${names.job("incoming")} let it pass its gate`;
  }
  return words`${head}readers never saw it`;
}

function duplicated(told: Told, names: Names): Text {
  if (told.detail["by"] !== undefined) return summed(told, names);
  const { earlier, appearance, detail } = told;
  const of = (which: Appearance | undefined): Text =>
    which === undefined
      ? words`somebody`
      : names.subtask(which, `readable at ${names.instant(which.visibleAt)}`);
  const value = detail["differing"] === true ? " with another value" : "";
  return words`${names.described(told)}: written by ${of(earlier)} and again${value} by ${of(appearance)}`;
}

/** "key LAS: 118 records are in its results, taken together, instead of 120". */
function summed({ key, detail }: Told, names: Names): Text {
  const { by, expected, actual, start, end } = detail;
  const which =
    by === "key"
      ? words`${names.key(Number(key))}`
      : words`${names.eventTime(Number(start))} to ${names.eventTime(Number(end))}`;
  return words`${which}: ${countText(Number(actual))} records are in its results, taken together, instead of ${countText(Number(expected))}`;
}

function wrong(told: Told, names: Names): Text {
  const { expected, actual, expectedCount, actualCount } = told.detail;
  const head = words`${names.described(told)}: ${wrote(told, names)}`;
  if (expectedCount !== undefined && expectedCount !== actualCount) {
    return words`${head} with ${actualCount ?? "?"} records in it instead of ${expectedCount}`;
  }
  if (expected === undefined) return words`${head} with another digest than the reference's`;
  return words`${head} with digest ${actual ?? "?"} instead of ${expected}`;
}

function torn(told: Told, names: Names): Text {
  const { transaction, state, appended, seen, openedAt } = told.detail;
  if (state === "unknown") {
    return words`transaction ${Number(transaction)} is unknown to the broker, yet readers saw of it`;
  }
  const owner = names.subtask(subtaskIn(told));
  const opened = names.instant(Number(openedAt));
  const counts = `${countText(Number(seen))} of its ${countText(Number(appended))} outputs`;
  return words`transaction ${Number(transaction)} of ${owner}, begun at ${opened}, is ${String(state)}, and readers saw ${counts}`;
}

function secondWriter(told: Told, names: Names): Text {
  const { laterAttempt } = told.detail;
  const head = words`${names.described(told)}: ${wrote(told, names)}`;
  if (laterAttempt === undefined) {
    return words`${head} after ${names.job("incoming")} had written for its key`;
  }
  return words`${head} after attempt ${Number(laterAttempt) + 1} of the same subtask had begun to`;
}

function late(told: Told, names: Names): Text {
  const head = words`${arrived(told, names)}: `;
  if (told.detail["lateHere"] !== true) {
    return words`${head}the reference dropped it as late, here it counts`;
  }
  return words`${head}${lateInWords(told, names) ?? words`a job`} dropped it as late, the reference did not`;
}

function waited({ detail, appearance }: Told): string {
  if (typeof detail["waited"] === "number")
    return `readers saw it after ${spanText(detail["waited"])}`;
  return appearance === undefined ? "readers have not seen it yet" : "readers saw it too late";
}

function stalled({ detail }: Told): Text {
  const { outcome, took, lastState } = detail;
  const ended = String(outcome).replace("-", " ");
  return words`${ended} after ${spanText(Number(took))}, last state ${String(lastState)}`;
}

function leftOver(told: Told, names: Names): Text {
  const { what, role, state, transaction, openedAt, partition, end, lastStable } = told.detail;
  const job = role === undefined ? words`a job` : names.job(role as Role);
  switch (what) {
    case "no such job":
      return words`there is no ${job} job`;
    case "the job that should run does not":
      return words`${job} should run, but is ${String(state)}`;
    case "the other job is still there":
      return words`${job} should be gone, but is ${String(state)}`;
    case "transaction left open":
      return words`transaction ${Number(transaction)} of ${names.subtask(subtaskIn(told))}, begun at ${names.instant(Number(openedAt))}, is left ${String(state)}`;
    case "readers held back":
      return words`readers of output partition ${Number(partition)} come to ${countText(Number(lastStable))} of ${countText(Number(end))}, held back by transaction ${Number(told.detail["heldBy"])}`;
    default:
      return words`${String(what)}`;
  }
}

function silent(told: Told, names: Names): Text {
  const from = Number(told.detail["from"]);
  const to = Number(told.detail["to"]);
  const what =
    told.output === undefined ? words`nothing` : words`nothing new for ${names.described(told)}`;
  return words`${what} from ${names.instant(from)} to ${names.instant(to)}, ${spanText(to - from)} long`;
}

function unbalanced(told: Told, names: Names): Text {
  const { what, role, attempt } = told.detail;
  const into = Number(told.detail["in"]);
  const out = Number(told.detail["out"]);
  const whose =
    role === undefined
      ? words`${String(what)}`
      : words`records of ${names.job(role as Role)} (attempt ${Number(attempt) + 1})`;
  if (into === out) return words`${whose}: ${countText(into)} in and out, but not the same ones`;
  return words`${whose}: ${countText(into)} in, ${countText(out)} out`;
}

function differing(told: Told, names: Names): Text {
  const { reason, of, inOutgoing, inIncoming, isMixed } = told.detail;
  const head = words`${names.described(told)}: `;
  const what = of === "presence" ? "whether it comes" : "what is in it";
  switch (reason) {
    case "nondeterminism":
      return words`${head}${what} is left to chance, and each job has its own`;
    case "processing time":
      return words`${head}what is in it depends on when each job got to its records`;
    case "state TTL":
      return words`${head}whether it comes depends on when each job's state had expired`;
    default:
      break;
  }
  const [outgoing, incoming] = [names.job("outgoing"), names.job("incoming")];
  if (isMixed === true) {
    return words`${head}half of what is in it went through ${outgoing}, half through ${incoming}`;
  }
  if (inOutgoing === true && inIncoming === true) {
    return words`${head}${outgoing} and ${incoming} put it out with different values`;
  }
  return words`${head}only ${inOutgoing === true ? outgoing : incoming} puts it out`;
}

/** "p2·1048 (key LAS, …) came at +4.125 s". */
function arrived(told: Told, names: Names): Text {
  const { arrivalMicros } = told;
  const came = arrivalMicros === undefined ? "" : `, came at ${names.instant(arrivalMicros)}`;
  return words`${names.described(told)}${came}`;
}

/** "Green/0 wrote it at +3.710 s". */
function wrote({ appearance }: Told, names: Names): Text {
  if (appearance === undefined) return words`it was written`;
  return words`${names.subtask(appearance)} wrote it${moment(appearance, names)}`;
}

function moment({ at }: Appearance, names: Names): string {
  return at === undefined ? "" : ` at ${names.instant(at)}`;
}

function lateInWords({ detail }: Told, names: Names): Text | undefined {
  const { lateInOutgoing, lateInIncoming } = detail;
  if (lateInOutgoing === true && lateInIncoming === true) {
    return words`${names.job("outgoing")} and ${names.job("incoming")}`;
  }
  if (lateInOutgoing === true) return names.job("outgoing");
  return lateInIncoming === true ? names.job("incoming") : undefined;
}

function subtaskIn({ detail }: Told): {
  readonly role: Role;
  readonly subtask: number;
  readonly attempt: number;
} {
  return {
    role: detail["role"] as Role,
    subtask: Number(detail["subtask"]),
    attempt: Number(detail["attempt"]),
  };
}
