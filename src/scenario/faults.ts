import type { Anchor, FaultOptions } from "../model/fault-options.ts";
import type { JobRole } from "../model/options.ts";
import { didYouMean } from "./nearest.ts";
import type { FaultFile } from "./scenario-file.ts";
import { readDuration } from "./units.ts";

const ANCHORS: readonly Anchor[] = [
  "start",
  "handover-started",
  "savepoint-completed",
  "incoming-running",
  "transitioning",
  "cut-proposed",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "outgoing-deleted",
  "handed-over",
  "aborted",
];
const ACTIONS = [
  "kill",
  "stall",
  "break-watch",
  "lose-notifications",
  "fail-savepoint",
  "edit-spec",
  "retry",
  "controller-restart",
  "lose-labels",
] as const;
type Action = (typeof ACTIONS)[number];
/** Those that go on for a while. */
const LASTING: readonly Action[] = [
  "stall",
  "break-watch",
  "lose-notifications",
  "controller-restart",
];

/** Reports a problem at a fault's setting. */
export type FaultReport = (key: string | undefined, message: string, hint?: string) => void;

/** One fault of a scenario as the model takes it; undefined if something was reported. */
export function readFault(file: FaultFile, report: FaultReport): FaultOptions | undefined {
  const at = readMoment(file.at, report);
  const given = ACTIONS.filter((key) => file[key] !== undefined);
  const action = given[0];
  if (action === undefined || given.length > 1) {
    report(undefined, `a fault does exactly one of ${ACTIONS.join(", ")}`);
    return undefined;
  }
  const lasts = LASTING.includes(action);
  if (lasts && file.for === undefined) report(action, `"${action}" needs "for", how long it lasts`);
  if (!lasts && file.for !== undefined) report("for", `"${action}" does not last; leave "for" out`);
  if (at === undefined || lasts !== (file.for !== undefined)) return undefined;
  const forMicros = file.for ?? 0;
  switch (action) {
    case "fail-savepoint":
    case "retry":
      return { at, kind: action };
    case "edit-spec":
      return { at, kind: action, edit: file[action] ?? "transition" };
    case "controller-restart":
      return { at, kind: action, forMicros };
    case "lose-labels":
      return { at, kind: action, job: file[action] as JobRole };
    case "lose-notifications":
      return { at, kind: action, job: file[action] as JobRole, forMicros };
    default:
      return aimed(at, action, file[action] as string, forMicros, report);
  }
}

function readMoment(text: string, report: FaultReport): FaultOptions["at"] | undefined {
  const match = /^([a-z]+(?:-[a-z]+)*)(?:\s*\+\s*(.+))?$/.exec(text.trim());
  const anchor = match?.[1] ?? "start";
  const known = ANCHORS.find((name) => name === anchor);
  if (known === undefined) {
    report("at", `there is no moment "${anchor}"`, didYouMean(anchor, ANCHORS));
    return undefined;
  }
  const offset = readDuration(match === null ? text : (match[2] ?? "0 s"));
  if (!offset.ok) report("at", offset.reason);
  return offset.ok ? { anchor: known, offsetMicros: offset.value } : undefined;
}

type Aimed = "kill" | "stall" | "break-watch";

/** What a fault is aimed at: "outgoing/task/1/0" is the job, "task" and two numbers. */
interface Target {
  readonly job: JobRole;
  readonly what: string | undefined;
  /** NaN where the text holds no number. */
  readonly numbers: readonly number[];
}

function aimed(
  at: FaultOptions["at"],
  action: Aimed,
  text: string,
  forMicros: number,
  report: FaultReport,
): FaultOptions | undefined {
  const target = readTarget(action, text, report);
  if (target === undefined) return undefined;
  const fault = faultOn(target, at, action, forMicros);
  if (fault === undefined) reportAim(action, text, target, report);
  return fault;
}

function readTarget(action: Aimed, text: string, report: FaultReport): Target | undefined {
  const [side, what, ...rest] = text.split("/");
  if (side === "outgoing" || side === "incoming") {
    return { job: side, what, numbers: rest.map(ordinal) };
  }
  report(action, `"${text}" names no job`, didYouMean(`${side}`, ["outgoing", "incoming"]));
  return undefined;
}

function ordinal(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

function faultOn(
  { job, what, numbers }: Target,
  at: FaultOptions["at"],
  action: Aimed,
  forMicros: number,
): FaultOptions | undefined {
  if (action === "break-watch") {
    const subtask = what === undefined ? undefined : ordinal(what);
    if (numbers.length > 0 || Number.isNaN(subtask)) return undefined;
    return { at, kind: action, job, subtask, forMicros };
  }
  if (action === "kill" && what === "job" && numbers.length === 0) {
    return { at, kind: "kill-job", job };
  }
  const [task, subtask] = numbers;
  const isTask = what === "task" && numbers.length <= 2 && !numbers.some(Number.isNaN);
  if (!isTask || task === undefined) return undefined;
  if (action === "stall") return { at, kind: action, job, task, subtask, forMicros };
  return subtask === undefined ? undefined : { at, kind: "kill-task", job, task, subtask };
}

function reportAim(action: Aimed, text: string, { job, what }: Target, report: FaultReport): void {
  if (action === "kill" && what === "task-manager") {
    const instead = `name a subtask, "${job}/task/0/0", or "${job}/job"`;
    report(action, "task managers are not modelled", instead);
    return;
  }
  const forms: Readonly<Record<Aimed, string>> = {
    kill: `${job}/task/1/0" or "${job}/job`,
    stall: `${job}/task/1/0`,
    "break-watch": `${job}/0`,
  };
  report(action, `"${text}" cannot be aimed at`, `write "${forms[action]}"`);
}
