import type { FaultMoment, FaultOptions } from "../model/fault-options.ts";
import { aimedFault, setClock } from "./fault-aim.ts";
import { type FaultReport, readMoment } from "./fault-moment.ts";
import type { FaultFile } from "./scenario-file.ts";

type Action = Exclude<keyof FaultFile, "at" | Extra>;
/** What says more about an action. */
type Extra = "for" | "by" | "ahead" | "behind" | "notice";

interface ActionRule {
  /** Settings that it needs, and those that it can have. */
  readonly needs?: readonly Extra[];
  readonly takes?: readonly Extra[];
  read(at: FaultMoment, file: FaultFile, report: FaultReport): FaultOptions | undefined;
}

const LASTS: readonly Extra[] = ["for"];

const ACTIONS: Readonly<Record<Action, ActionRule>> = {
  kill: {
    takes: ["notice"],
    read: (at, file, report) => aimedFault(at, "kill", file, report),
  },
  stall: { needs: LASTS, read: (at, file, report) => aimedFault(at, "stall", file, report) },
  "break-watch": {
    needs: LASTS,
    read: (at, file, report) => aimedFault(at, "break-watch", file, report),
  },
  "lose-notifications": {
    needs: LASTS,
    read: (at, { "lose-notifications": job = "outgoing", for: forMicros = 0 }) => ({
      at,
      kind: "lose-notifications",
      job,
      forMicros,
    }),
  },
  "slow-network": {
    needs: ["for", "by"],
    read: (at, { "slow-network": job = "outgoing", for: forMicros = 0, by = 0 }) => ({
      at,
      kind: "slow-network",
      job,
      byMicros: by,
      forMicros,
    }),
  },
  "fail-savepoint": { read: (at) => ({ at, kind: "fail-savepoint" }) },
  "hang-savepoint": { read: (at) => ({ at, kind: "hang-savepoint" }) },
  "fail-checkpoints": {
    needs: LASTS,
    read: (at, { "fail-checkpoints": job = "outgoing", for: forMicros = 0 }) => ({
      at,
      kind: "fail-checkpoints",
      job,
      forMicros,
    }),
  },
  "slow-checkpoints": {
    needs: ["for", "by"],
    read: (at, { "slow-checkpoints": job = "outgoing", for: forMicros = 0, by = 0 }) => ({
      at,
      kind: "slow-checkpoints",
      job,
      byMicros: by,
      forMicros,
    }),
  },
  "edit-spec": {
    read: (at, { "edit-spec": edit = "transition" }) => ({ at, kind: "edit-spec", edit }),
  },
  retry: { read: (at) => ({ at, kind: "retry" }) },
  "controller-restart": {
    needs: LASTS,
    read: (at, { for: forMicros = 0 }) => ({ at, kind: "controller-restart", forMicros }),
  },
  "api-outage": {
    needs: LASTS,
    read: (at, { for: forMicros = 0 }) => ({ at, kind: "api-outage", forMicros }),
  },
  "broker-outage": {
    needs: LASTS,
    read: (at, { for: forMicros = 0 }) => ({ at, kind: "broker-outage", forMicros }),
  },
  "set-clock": { takes: ["ahead", "behind"], read: setClock },
  "lose-labels": {
    read: (at, { "lose-labels": job = "incoming" }) => ({ at, kind: "lose-labels", job }),
  },
};
const NAMES = Object.keys(ACTIONS) as readonly Action[];
const EXTRAS: Readonly<Record<Extra, string>> = {
  for: "how long it lasts",
  by: "how much longer it takes",
  ahead: "of true time",
  behind: "true time",
  notice: "how the JobManager hears of a task manager's death",
};

/** One fault of a scenario as the model takes it; undefined if something was reported. */
export function readFault(file: FaultFile, report: FaultReport): FaultOptions | undefined {
  const at = readMoment(file.at, report);
  const given = NAMES.filter((key) => file[key] !== undefined);
  const action = given[0];
  if (action === undefined || given.length > 1) {
    report(undefined, `a fault does exactly one of ${NAMES.join(", ")}`);
    return undefined;
  }
  const areRight = hasItsExtras(action, file, report);
  return at !== undefined && areRight ? ACTIONS[action].read(at, file, report) : undefined;
}

function hasItsExtras(action: Action, file: FaultFile, report: FaultReport): boolean {
  const { needs = [], takes = [] } = ACTIONS[action];
  let areRight = true;
  for (const [extra, about] of Object.entries(EXTRAS) as [Extra, string][]) {
    const isGiven = file[extra] !== undefined;
    if (needs.includes(extra) && !isGiven) report(action, `"${action}" needs "${extra}", ${about}`);
    else if (!isGiven || needs.includes(extra) || takes.includes(extra)) continue;
    else if (extra === "for") report("for", `"${action}" does not last; leave "for" out`);
    else report(extra, `"${action}" takes no "${extra}"; leave it out`);
    areRight = false;
  }
  return areRight;
}
