import type { ControllerRules } from "./protocol.ts";

/** V1/V2: CLEAR_TO_TEARDOWN or for ever; deletion cancels; an abort keeps T (fault 23). */
export const PUBLISHED_CONTROLLER_V1_V2: ControllerRules = {
  transitionMode: "ADVANCED",
  waitsFor: { clearToTeardown: true, handOverDone: false },
  hasGateDeadline: false,
  suspendsBeforeDelete: false,
  abort: { replacesMap: false, redeploysAfterToggle: false },
};

/** V3: a deadline, the gauge, a last savepoint, and an abort that reopens the outgoing gate. */
export const PUBLISHED_CONTROLLER_V3: ControllerRules = {
  transitionMode: "ADVANCED",
  waitsFor: { clearToTeardown: true, handOverDone: true },
  hasGateDeadline: true,
  suspendsBeforeDelete: true,
  abort: { replacesMap: true, redeploysAfterToggle: true },
};
