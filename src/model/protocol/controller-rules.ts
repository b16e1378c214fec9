/** What the published controller does for a protocol; see `BlueGreenController`. */
export interface PublishedRules {
  /** `transitionMode`: BASIC has no gate phase, it waits for readiness and the deletion delay. */
  readonly transitionMode: "BASIC" | "ADVANCED";
  /** ADVANCED: what ends the gate phase. */
  readonly waitsFor: {
    readonly clearToTeardown: boolean;
    /** min over the outgoing subtasks of `bluegreenGateHandOverDone` is 1. */
    readonly handOverDone: boolean;
  };
  /** The gate phase is aborted after `gate.timeout`; false = it may last for ever. */
  readonly hasGateDeadline: boolean;
  /** The outgoing job is suspended with a savepoint (if a directory is set) before it is deleted. */
  readonly suspendsBeforeDelete: boolean;
  readonly abort: {
    /** The abort replaces the map, first-deployment = true: the outgoing gate passes everything. */
    readonly replacesMap: boolean;
    /** With a toggle in the map the outgoing job is redeployed from the transition's savepoint. */
    readonly redeploysAfterToggle: boolean;
  };
}

/** BASIC: readiness, the deletion delay, deletion. */
export const PUBLISHED_CONTROLLER_BASIC: PublishedRules = {
  transitionMode: "BASIC",
  waitsFor: { clearToTeardown: false, handOverDone: false },
  hasGateDeadline: false,
  suspendsBeforeDelete: false,
  abort: { replacesMap: false, redeploysAfterToggle: false },
};

/** V1/V2: CLEAR_TO_TEARDOWN or for ever; deletion cancels; an abort keeps T (fault 23). */
export const PUBLISHED_CONTROLLER_V1_V2: PublishedRules = {
  transitionMode: "ADVANCED",
  waitsFor: { clearToTeardown: true, handOverDone: false },
  hasGateDeadline: false,
  suspendsBeforeDelete: false,
  abort: { replacesMap: false, redeploysAfterToggle: false },
};

/** V3: a deadline, the gauge, a last savepoint, and an abort that reopens the outgoing gate. */
export const PUBLISHED_CONTROLLER_V3: PublishedRules = {
  transitionMode: "ADVANCED",
  waitsFor: { clearToTeardown: true, handOverDone: true },
  hasGateDeadline: true,
  suspendsBeforeDelete: true,
  abort: { replacesMap: true, redeploysAfterToggle: true },
};
