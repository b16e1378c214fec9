/**
 * The verdict over one run. It knows the evidence alone: what came in, what readers saw, what
 * should have come out, and facts; never how the run was made.
 */
import { checkAlike } from "./checks/alike.ts";
import { checkConservation } from "./checks/conservation.ts";
import { checkDuplicate } from "./checks/duplicate.ts";
import { checkEndState } from "./checks/end-state.ts";
import { checkGap } from "./checks/gap.ts";
import { checkLateSet } from "./checks/late-set.ts";
import { checkLiveness } from "./checks/liveness.ts";
import { checkOrder } from "./checks/order.ts";
import { checkPayload } from "./checks/payload.ts";
import { checkPhantom } from "./checks/phantom.ts";
import { checkSilence } from "./checks/silence.ts";
import { checkSingleWriter } from "./checks/single-writer.ts";
import { checkTransactions } from "./checks/transactions.ts";
import { checkVacuity } from "./checks/vacuity.ts";
import { checkVisibility } from "./checks/visibility.ts";
import { compare } from "./compare.ts";
import type { Comparison } from "./comparison.ts";
import type { ExpectedOutputs } from "./expected-outputs.ts";
import { judgeGates } from "./gate-verdict.ts";
import { settle } from "./settled.ts";
import type { Trial } from "./trial.ts";
import type {
  Doubt,
  Finding,
  Headline,
  PropertyName,
  PropertyResult,
  Verdict,
  VerdictStatus,
} from "./verdict.ts";
import { WHOLE_OUTPUT } from "./versions.ts";

/** One property; a pure function of the trial and its comparison. */
type Check = (trial: Trial, found: Comparison) => PropertyResult;

const CHECKS: readonly Check[] = [
  checkGap,
  checkDuplicate,
  checkPayload,
  checkOrder,
  checkPhantom,
  checkTransactions,
  checkSingleWriter,
  checkLateSet,
  checkVisibility,
  checkLiveness,
  checkEndState,
  checkSilence,
  checkConservation,
  checkVacuity,
];

/** Those, and one more of jobs that need not put out the same. */
function checksOf({ versions }: Trial): readonly Check[] {
  return versions === undefined ? CHECKS : [...CHECKS.slice(0, -1), checkAlike, checkVacuity];
}

/**
 * Fails if a property fails. Passes only if it was put to the test: handed over or rolled back,
 * something checked, every required probe hit, not cut short; else it is inconclusive.
 */
export function judge(trial: Trial): Verdict {
  const found = comparisonOf(trial);
  const properties = checksOf(trial).map((check) => check(trial, found));
  const doubts = doubtsOf(trial, found, properties);
  return {
    status: statusOf(properties, doubts),
    doubts,
    findings: properties.filter((p) => p.failures > 0 && p.status !== "noted").map(findingOf),
    properties,
    headline: headlineOf(trial, found, properties),
    gates: judgeGates(trial),
  };
}

/** What the outputs of a trial are compared with: where versions differ, what they owe together. */
export function expectedOf(trial: Trial): ExpectedOutputs {
  const { input, ledger, versions, projection = WHOLE_OUTPUT } = trial;
  return versions ? settle(versions, ledger, projection, input.partitions) : trial.expected;
}

function comparisonOf(trial: Trial): Comparison {
  const { visibleWithinMicros, silenceMicros } = trial.limits;
  const { input, ledger, versions, projection = WHOLE_OUTPUT } = trial;
  const given = {
    input,
    shape: trial.shape,
    ledger,
    expected: expectedOf(trial),
    frontier: trial.frontier,
    endedAt: trial.facts.endedAt,
    isAtRest: trial.facts.stopReason === "quiescence",
    isTimed: visibleWithinMicros !== undefined || silenceMicros !== undefined,
    slowAfterMicros: visibleWithinMicros,
  };
  return compare(given, versions, projection);
}

function statusOf(properties: readonly PropertyResult[], doubts: readonly Doubt[]): VerdictStatus {
  if (properties.some((property) => property.status === "fail")) return "fail";
  return doubts.length > 0 ? "inconclusive" : "pass";
}

function doubtsOf(
  trial: Trial,
  found: Comparison,
  properties: readonly PropertyResult[],
): readonly Doubt[] {
  const { stopReason, handover } = trial.facts;
  const doubts: Doubt[] = [];
  if (handover.outcome === "none") doubts.push("nothing-handed-over");
  const isNothing = found.due === 0 || found.compared === 0 || found.totals?.checked === 0;
  if (isNothing) doubts.push("nothing-checked");
  if (stopReason === "step-budget" || stopReason === "stopped") doubts.push("cut-short");
  const unsure = properties.filter((property) => property.status === "inconclusive");
  if (unsure.some((property) => property.name === "non-vacuous")) doubts.push("probe-missed");
  if (unsure.some((property) => property.name !== "non-vacuous")) {
    doubts.push("property-inconclusive");
  }
  return doubts;
}

function findingOf(property: PropertyResult): Finding {
  const { kind, name, failures, witnesses } = property;
  return { kind, property: name, count: failures, first: witnesses[0] };
}

function headlineOf(
  trial: Trial,
  found: Comparison,
  properties: readonly PropertyResult[],
): Headline {
  const failures = (name: PropertyName): number =>
    properties.find((property) => property.name === name)?.failures ?? 0;
  const learnedLate = trial.facts.gates.filter((gate) => gate.firstUnderOldRule !== undefined);
  return {
    due: found.due,
    visible: trial.ledger.visible,
    visibleOf: {
      outgoing: trial.ledger.visible - trial.ledger.visibleOfIncoming,
      incoming: trial.ledger.visibleOfIncoming,
    },
    lost: failures("no-gap"),
    duplicated: failures("no-duplicate"),
    wrong: failures("payload"),
    phantom: failures("no-phantom"),
    ...(trial.versions && { differing: failures("alike") }),
    pending: found.pending,
    gatesLearnedLate: learnedLate.length,
    propertiesFailed: properties.filter((property) => property.status === "fail").length,
    propertiesChecked: properties.filter((property) => property.status !== "not-applicable").length,
  };
}
