import type { ControllerOptions } from "../controller/controller-options.ts";
import type { Colour, HandoverOptions, JobOptions } from "../options.ts";

/** The controller's settings in a run; `deployed`: the colour that runs already. */
export function controllerOptions(
  handover: HandoverOptions,
  jobs: readonly JobOptions[],
  deployed: Colour,
): ControllerOptions {
  const { habits } = handover;
  return {
    deletionDelayMillis: handover.deletionDelayMillis,
    abortGraceMillis: handover.abortGraceMicros / 1000,
    gateTimeoutMillis: handover.gateTimeoutMicros / 1000,
    rescheduleMillis: handover.rescheduleMicros / 1000,
    savepointsDir: handover.savepointsDir,
    teardown: habits?.teardown ?? "published",
    hearsOfReadiness: habits?.afterReady !== undefined,
    givesUpSilently: habits?.givesUpSilently ?? false,
    startFrom: handover.startFrom,
    keepsStaleReadyStamp: false,
    hasCheckpoints: jobs.every(({ checkpointing }) => checkpointing.intervalMicros > 0),
    deployed,
  };
}
