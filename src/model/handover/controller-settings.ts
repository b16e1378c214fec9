import type { ControllerOptions } from "../controller/controller-options.ts";
import type { Colour, HandoverOptions } from "../options.ts";
import { createProtocol } from "../protocol/protocols.ts";

/** The controller's settings in a run; `deployed`: the colour that runs already. */
export function controllerOptions(handover: HandoverOptions, deployed: Colour): ControllerOptions {
  const { habits } = handover;
  const { controller: rules } = createProtocol(handover.protocol);
  const teardown = habits?.teardown ?? "published";
  return {
    rules,
    deletionDelayMillis: handover.deletionDelayMillis,
    abortGraceMillis: handover.abortGraceMicros / 1000,
    gateTimeoutMillis: handover.gateTimeoutMicros / 1000,
    rescheduleMillis: handover.rescheduleMicros / 1000,
    suspendsBeforeDelete:
      teardown === "published"
        ? rules.suspendsBeforeDelete && handover.savepointsDir
        : teardown === "stop-with-savepoint",
    hearsOfReadiness: habits?.afterReady !== undefined,
    givesUpSilently: habits?.givesUpSilently ?? false,
    startFrom: handover.startFrom,
    keepsStaleReadyStamp: false,
    deployed,
  };
}
