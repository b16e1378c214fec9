import { checkpointCut } from "../checkpoint-cut.ts";
import { stopWithSavepoint } from "../stop-with-savepoint.ts";
import * as gates from "./acknowledging-gates.ts";
import * as coordinators from "./coordinators.ts";
import * as controllers from "./cut-controllers.ts";
import { acknowledged, byOffset, byTimestamp, stopping } from "./make-mutant.ts";
import type { Mutant } from "./mutant.ts";
import * as offsets from "./offset-cut-gates.ts";
import * as stops from "./stop-controllers.ts";
import * as timestamps from "./timestamp-gates.ts";

/** By name: the protocol that it is a mutant of, and what it does wrong. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  "acknowledged: consents blindly": acknowledged("a gate consents to a T that it has gone past", {
    gate: gates.ConsentsBlindly,
  }),
  "acknowledged: drops at the cut": acknowledged("a gate drops at the proposed T, not waiting", {
    gate: gates.DropsAtTheCut,
  }),
  "acknowledged: goes on at the cut": acknowledged("a gate goes on past the T it consented to", {
    gate: gates.GoesOnAtTheCut,
  }),
  "acknowledged: forgets how far": acknowledged("how far a gate had got is not checkpointed", {
    gate: gates.ForgetsHowFar,
  }),
  "acknowledged: forgets the floor": acknowledged(
    "where a job began to write is not checkpointed",
    {
      gate: gates.ForgetsTheFloor,
    },
  ),
  "acknowledged: opens without the proposal": acknowledged(
    "a restarted gate does not find the proposed T",
    { gate: gates.OpensWithoutTheProposal },
  ),
  "acknowledged: passes without a cut": acknowledged(
    "the incoming gate passes while T is unknown",
    {
      gate: gates.PassesWithoutACut,
    },
  ),
  "acknowledged: drops without a cut": acknowledged("the outgoing gate drops while T is unknown", {
    gate: gates.DropsWithoutACut,
  }),
  "acknowledged: drops late records": acknowledged("the outgoing gate drops what is late", {
    gate: gates.DropsLateBehindTheCrossing,
  }),
  "acknowledged: takes late records": acknowledged("the incoming gate takes what is late", {
    gate: gates.TakesLateBehindTheCrossing,
  }),
  "acknowledged: asks the outgoing only": acknowledged("the incoming gates need not consent", {
    coordinator: coordinators.AsksTheOutgoingOnly,
  }),
  "acknowledged: asks the incoming only": acknowledged("the outgoing gates need not consent", {
    coordinator: coordinators.AsksTheIncomingOnly,
  }),
  "acknowledged: asks anyone": acknowledged("one consent is enough", {
    coordinator: coordinators.AsksAnyone,
  }),
  "acknowledged: ignores refusals": acknowledged("a refusal counts as a consent", {
    coordinator: coordinators.IgnoresRefusals,
  }),
  "acknowledged: asks nobody": acknowledged("what is proposed is committed at once", {
    coordinator: coordinators.AsksNobody,
  }),
  "acknowledged: trusts the first to cross": acknowledged("one subtask past T is enough", {
    coordinator: coordinators.TrustsTheFirstToCross,
  }),
  "acknowledged: does not wait for late records": acknowledged(
    "torn down as the watermarks pass T",
    { options: { latenessMillis: 0 } },
  ),
  "acknowledged: tears down at the crossing": acknowledged("the gauge is enough, and cancels", {
    controller: controllers.TearsDownAtTheCrossing,
  }),
  "acknowledged: tears down at the commit": acknowledged("torn down as T is committed", {
    controller: controllers.TearsDownAtTheCommit,
  }),
  "acknowledged: cancels": acknowledged("cancelled instead of stopped with a savepoint", {
    controller: controllers.Cancels,
  }),
  "acknowledged: takes back the commit": acknowledged("aborts past the point of no return", {
    controller: controllers.TakesBackTheCommit,
  }),
  "acknowledged: takes edits": acknowledged("an edit in the gate phase begins it anew", {
    controller: controllers.TakesEdits,
  }),
  "acknowledged: finalises early": acknowledged("not waiting for the incoming job's checkpoint", {
    controller: controllers.FinalisesEarly,
  }),
  "offset: says and goes on": byOffset("a gate does not wait where it said it is", {
    gate: offsets.SaysAndGoesOn,
  }),
  "offset: forgets how far": byOffset("how far a gate had got is not checkpointed", {
    gate: offsets.ForgetsOffsets,
  }),
  "offset: takes the hindmost": byOffset("the smallest offsets make the cut", {
    coordinator: coordinators.TakesTheHindmost,
  }),
  "offset: takes one offset": byOffset("one offset for all partitions", {
    coordinator: coordinators.TakesOneOffset,
  }),
  "offset: cuts one too early": byOffset("the last offset, not the next", {
    coordinator: coordinators.CutsOneTooEarly,
  }),
  "offset: hears the first": byOffset("one answer makes the cut", {
    coordinator: coordinators.HearsTheFirst,
  }),
  "offset: trusts one partition": byOffset("one partition past the cut is enough", {
    coordinator: coordinators.TrustsOnePartition,
  }),
  "offset: tears down at the commit": byOffset("torn down as the cut is committed", {
    controller: controllers.TearsDownAtTheCommit,
  }),
  "offset: cancels": byOffset("cancelled instead of stopped with a savepoint", {
    controller: controllers.Cancels,
  }),
  "offset: takes back the commit": byOffset("aborts past the point of no return", {
    controller: controllers.TakesBackTheCommit,
  }),
  "configured: learns its role first": byTimestamp("T counts from when the map names the roles", {
    gate: timestamps.LearnsItsRoleFirst,
  }),
  "configured: turns at the crossing": byTimestamp("the watermark decides, not the timestamp", {
    gate: timestamps.TurnsAtTheCrossing,
  }),
  "configured: drops late records": byTimestamp("the outgoing gate drops what is late", {
    gate: timestamps.DropsWhatIsLate,
  }),
  "configured: takes late records": byTimestamp("the incoming gate takes what is late", {
    gate: timestamps.TakesWhatIsLate,
  }),
  "configured: does not wait for late records": byTimestamp("torn down as the watermarks pass T", {
    options: { latenessMillis: 0 },
  }),
  "configured: tears down at the crossing": byTimestamp("the gauge is enough, and cancels", {
    controller: controllers.TearsDownAtTheCrossing,
  }),
  "stop: starts from a checkpoint": stopping(stopWithSavepoint, "not from the last savepoint", {
    controller: stops.StartsFromACheckpoint,
  }),
  "stop: does not stop": stopping(stopWithSavepoint, "the outgoing job goes on meanwhile", {
    controller: stops.DoesNotStop,
  }),
  "stop: cancels after a savepoint": stopping(stopWithSavepoint, "a savepoint, then cancelled", {
    controller: stops.CancelsAfterASavepoint,
  }),
  "stop: takes back what is written": stopping(stopWithSavepoint, "back after the new job wrote", {
    controller: stops.TakesBackWhatIsWritten,
  }),
  "stop: comes back too early": stopping(stopWithSavepoint, "back from the checkpoint before", {
    controller: stops.ComesBackTooEarly,
  }),
  "checkpoint: opens where it is": stopping(checkpointCut, "the shadow opens where it is", {
    controller: stops.OpensWhereItIs,
  }),
  "checkpoint: keeps its own state": stopping(checkpointCut, "the shadow goes on from its own", {
    controller: stops.KeepsItsOwnState,
  }),
  "checkpoint: opens before the stop": stopping(checkpointCut, "opens as the stop is asked for", {
    controller: stops.OpensBeforeTheStop,
  }),
  "checkpoint: writes in the shadow": stopping(checkpointCut, "the shadow's gate is open", {
    gate: timestamps.OpenShadow,
  }),
  "checkpoint: takes back what is written": stopping(checkpointCut, "back after it has written", {
    controller: stops.TakesBackWhatIsWritten,
  }),
};
