import type { FaultMoment, FaultOptions } from "../model/fault-options.ts";
import type { JobRole } from "../model/options.ts";
import type { FaultReport } from "./fault-moment.ts";
import { didYouMean } from "./nearest.ts";
import type { FaultFile } from "./scenario-file.ts";

export type AimedAction = "kill" | "stall" | "break-watch";

/** What a fault is aimed at: "outgoing/task/1/0" is the job, "task" and two numbers. */
interface Target {
  readonly job: JobRole;
  readonly what: string | undefined;
  /** NaN where the text holds no number. */
  readonly numbers: readonly number[];
}

/** A fault that names what it is aimed at; undefined if something was reported. */
export function aimedFault(
  at: FaultMoment,
  action: AimedAction,
  file: FaultFile,
  report: FaultReport,
): FaultOptions | undefined {
  const text = file[action] ?? "";
  const target = readTarget(action, text, report);
  if (target === undefined) return undefined;
  const fault = faultOn(target, at, action, file);
  if (fault === undefined) {
    report(action, `"${text}" cannot be aimed at`, `write "${FORMS[action](target.job)}"`);
  }
  return fault;
}

/** The clock of the controller, of a job's task managers, or of one of them. */
export function setClock(
  at: FaultMoment,
  file: FaultFile,
  report: FaultReport,
): FaultOptions | undefined {
  const { "set-clock": text = "", ahead, behind } = file;
  if ((ahead === undefined) === (behind === undefined)) {
    report("set-clock", `"set-clock" needs "ahead" or "behind", by how much`);
    return undefined;
  }
  const aheadMillis = ahead ?? -(behind ?? 0);
  const clock = { at, kind: "set-clock", aheadMillis } as const;
  if (text === "controller") return { ...clock, job: undefined, taskManager: undefined };
  const target = readTarget("set-clock", text, report, ["controller", ...JOBS]);
  if (target === undefined) return undefined;
  const { job, what, numbers } = target;
  const [taskManager] = numbers;
  if (what === undefined) return { ...clock, job, taskManager: undefined };
  const isOne = what === "task-manager" && numbers.length === 1 && !Number.isNaN(taskManager);
  if (isOne) return { ...clock, job, taskManager };
  report("set-clock", `"${text}" cannot be aimed at`, `write "${job}/task-manager/0" or "${job}"`);
  return undefined;
}

const JOBS = ["outgoing", "incoming"] as const;

const FORMS: Readonly<Record<AimedAction, (job: JobRole) => string>> = {
  kill: (job) => `${job}/task/1/0", "${job}/task-manager/0", "${job}/job-manager" or "${job}/job`,
  stall: (job) => `${job}/task/1/0" or "${job}/task-manager/0`,
  "break-watch": (job) => `${job}/0`,
};

function readTarget(
  action: AimedAction | "set-clock",
  text: string,
  report: FaultReport,
  names: readonly string[] = JOBS,
): Target | undefined {
  const [side, what, ...rest] = text.split("/");
  if (side === "outgoing" || side === "incoming") {
    return { job: side, what, numbers: rest.map(ordinal) };
  }
  report(action, `"${text}" names no job`, didYouMean(`${side}`, names));
  return undefined;
}

function ordinal(text: string): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

function faultOn(
  target: Target,
  at: FaultMoment,
  action: AimedAction,
  { for: forMicros = 0, notice = "connection" }: FaultFile,
): FaultOptions | undefined {
  const { job, what, numbers } = target;
  if (action === "break-watch") {
    const subtask = what === undefined ? undefined : ordinal(what);
    if (numbers.length > 0 || Number.isNaN(subtask)) return undefined;
    return { at, kind: action, job, subtask, forMicros };
  }
  if (numbers.some(Number.isNaN)) return undefined;
  if (what === "task") return onTask(target, at, action, forMicros);
  const [taskManager, ...more] = numbers;
  if (what === "task-manager" && taskManager !== undefined && more.length === 0) {
    return action === "stall"
      ? { at, kind: "pause", job, taskManager, forMicros }
      : { at, kind: "kill-task-manager", job, taskManager, notice };
  }
  if (action === "stall" || numbers.length > 0) return undefined;
  if (what === "job-manager") return { at, kind: "kill-job-manager", job };
  return what === "job" ? { at, kind: "kill-job", job } : undefined;
}

function onTask(
  { job, numbers }: Target,
  at: FaultMoment,
  action: "kill" | "stall",
  forMicros: number,
): FaultOptions | undefined {
  const [task, subtask, ...more] = numbers;
  if (task === undefined || more.length > 0) return undefined;
  if (action === "stall") return { at, kind: action, job, task, subtask, forMicros };
  return subtask === undefined ? undefined : { at, kind: "kill-task", job, task, subtask };
}
