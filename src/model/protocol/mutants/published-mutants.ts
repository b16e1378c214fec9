import * as controllers from "./cut-controllers.ts";
import { controllerWrites, earlyRevision, thirdRevision } from "./make-published-mutant.ts";
import type { Mutant } from "./mutant.ts";
import * as gates from "./published-gates.ts";

const NO_CLEAR = { waitsFor: { clearToTeardown: false, handOverDone: false } };

/** Of the protocols that are not claimed to be exact: without a rule they lose what they get through. */
export const PUBLISHED_MUTANTS: Readonly<Record<string, Mutant>> = {
  "V1: does not wait for CLEAR": earlyRevision(
    "watermark-gate-v1",
    "torn down when the delay is over",
    NO_CLEAR,
  ),
  "V2: does not wait for CLEAR": earlyRevision(
    "watermark-gate-v2",
    "torn down when the delay is over",
    NO_CLEAR,
  ),
  "V3: does not wait for CLEAR": thirdRevision("torn down when the delay is over", {
    rules: NO_CLEAR,
  }),
  "V3: CLEAR is enough": thirdRevision("one subtask that has crossed is enough", {
    rules: { waitsFor: { clearToTeardown: true, handOverDone: false } },
  }),
  "V3: cancels": thirdRevision("cancelled instead of stopped with a savepoint", {
    rules: { suspendsBeforeDelete: false },
  }),
  "V3: an abort leaves the map": thirdRevision("the outgoing gates stay STANDBY after an abort", {
    rules: { abort: { replacesMap: false, redeploysAfterToggle: true } },
  }),
  "V3: leaves what is late": thirdRevision("the incoming gate goes by the timestamp alone", {
    gate: gates.LeavesWhatIsLate,
  }),
  "V3: opens at the crossing": thirdRevision("the incoming gate opens as its watermark passes T", {
    gate: gates.OpensAtTheCrossing,
  }),
  "V3: goes on to the crossing": thirdRevision("the outgoing gate passes until it crosses", {
    gate: gates.GoesOnToTheCrossing,
  }),
  "V3: passes without T": thirdRevision("the incoming gate passes while T is unknown", {
    gate: gates.PassesWithoutT,
  }),
  "V3: drops without T": thirdRevision("the outgoing gate drops while T is unknown", {
    gate: gates.DropsWithoutT,
  }),
  "V3: overwrites T": thirdRevision("the last T stays, not the first", {
    gate: gates.OverwritesT,
  }),
  "controller: no margin": controllerWrites("T is what the metrics show", {
    options: { marginMillis: 0 },
  }),
  "controller: does not wait for late records": controllerWrites(
    "torn down as the watermarks pass T",
    { options: { latenessMillis: 0 } },
  ),
  "controller: tears down at the commit": controllerWrites("torn down as T is written", {
    controller: controllers.TearsDownAtTheCommit,
  }),
};
