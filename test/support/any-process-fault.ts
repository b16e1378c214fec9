import fc from "fast-check";
import type { FaultMoment, FaultOptions } from "../../src/model/fault-options.ts";
import type { JobRole } from "../../src/model/options.ts";
import { millis } from "./base-run.ts";

type Role = fc.Arbitrary<JobRole>;

/** Processes of Flink that die or stand still. */
export function anyProcessFault(
  at: fc.Arbitrary<FaultMoment>,
  job: Role,
): fc.Arbitrary<FaultOptions> {
  const taskManager = fc.nat(2);
  return fc.oneof(
    fc.record({
      at,
      kind: fc.constant("kill-task-manager" as const),
      job,
      taskManager,
      notice: fc.constantFrom("connection" as const, "unreachable" as const, "heartbeat" as const),
    }),
    fc.record({ at, kind: fc.constant("kill-job-manager" as const), job }),
    fc.record({
      at,
      kind: fc.constant("pause" as const),
      job,
      taskManager,
      forMicros: fc.integer({ min: 1, max: 1_200 }).map(millis),
    }),
  );
}
