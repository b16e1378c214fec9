import type { Anchor, FaultOptions, JobRole } from "../model/options.ts";
import { didYouMean } from "./nearest.ts";
import type { FaultFile } from "./scenario-file.ts";
import { readDuration } from "./units.ts";

const ANCHORS: readonly Anchor[] = [
  "start",
  "handover-started",
  "savepoint-completed",
  "incoming-running",
  "transitioning",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "outgoing-deleted",
];
const ACTIONS = ["kill", "stall", "break-watch", "lose-notifications", "fail-savepoint"] as const;

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
  const lasts = action !== "kill" && action !== "fail-savepoint";
  if (lasts && file.for === undefined) report(action, `"${action}" needs "for", how long it lasts`);
  if (!lasts && file.for !== undefined) report("for", `"${action}" does not last; leave "for" out`);
  if (at === undefined || lasts !== (file.for !== undefined)) return undefined;
  const forMicros = file.for ?? 0;
  switch (action) {
    case "fail-savepoint":
      return { at, kind: "fail-savepoint" };
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

function aimed(
  at: FaultOptions["at"],
  action: "kill" | "stall" | "break-watch",
  target: string,
  forMicros: number,
  report: FaultReport,
): FaultOptions | undefined {
  const [side, what, ...numbers] = target.split("/");
  const job = side === "outgoing" || side === "incoming" ? side : undefined;
  if (job === undefined) {
    report(action, `"${target}" names no job`, didYouMean(`${side}`, ["outgoing", "incoming"]));
    return undefined;
  }
  const index = numbers.map((text) => (/^\d{1,6}$/.test(text) ? Number(text) : Number.NaN));
  const [task, subtask] = index;
  if (
    action === "break-watch" &&
    numbers.length === 0 &&
    (what === undefined || /^\d{1,6}$/.test(what))
  ) {
    return {
      at,
      kind: action,
      job,
      subtask: what === undefined ? undefined : Number(what),
      forMicros,
    };
  }
  if (action === "kill" && what === "job" && index.length === 0)
    return { at, kind: "kill-job", job };
  if (what === "task" && index.length <= 2 && task !== undefined && !index.some(Number.isNaN)) {
    if (action === "stall") return { at, kind: action, job, task, subtask, forMicros };
    if (action === "kill" && subtask !== undefined)
      return { at, kind: "kill-task", job, task, subtask };
  }
  if (action === "kill" && what === "task-manager") {
    report(
      action,
      "task managers are not modelled",
      `name a subtask, "${job}/task/0/0", or "${job}/job"`,
    );
    return undefined;
  }
  const form =
    action === "kill"
      ? `${job}/task/1/0" or "${job}/job`
      : action === "stall"
        ? `${job}/task/1/0`
        : `${job}/0`;
  report(action, `"${target}" cannot be aimed at`, `write "${form}"`);
  return undefined;
}
