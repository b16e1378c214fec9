import { compare } from "./compare.ts";
import type { Trial } from "./trial.ts";
import type { GateVerdict } from "./verdict.ts";

/**
 * The gates alone, before the sink. A cancelled job hides duplicates of its gate and adds losses
 * that are not the gate's, so the two are judged apart. What a restart passes again is no
 * duplicate.
 */
export function judgeGates(trial: Trial): GateVerdict | undefined {
  if (trial.gates === undefined) return undefined;
  const { passes, expected } = trial.gates;
  const { input, shape, frontier, facts } = trial;
  const { endedAt } = facts;
  const given = { input, shape, ledger: passes, expected, frontier, endedAt };
  const found = compare({ ...given, isAtRest: false, isTimed: false, slowAfterMicros: undefined });
  const lost = found.lost.count;
  const duplicated = passes.repeats.plain.count;
  const wrong = found.wrong.count;
  const phantom = found.phantoms.count;
  return {
    status: lost + duplicated + wrong + phantom === 0 ? "pass" : "fail",
    checked: found.due,
    lost,
    duplicated,
    wrong,
    phantom,
    replayed: passes.repeats.replays.count,
  };
}
