import fc from "fast-check";
import type { FaultMoment, FaultOptions } from "../../src/model/fault-options.ts";
import type { JobRole } from "../../src/model/options.ts";
import { millis } from "./base-run.ts";

const anyLength = fc.integer({ min: 1, max: 1_200 }).map(millis);

/** Systems around the jobs that are away, slow or wrong for a while. */
export function anyOutage(
  at: fc.Arbitrary<FaultMoment>,
  job: fc.Arbitrary<JobRole>,
): fc.Arbitrary<FaultOptions> {
  return fc.oneof(
    fc.record({
      at,
      kind: fc.constant("fail-checkpoints" as const),
      job,
      forMicros: anyLength,
    }),
    fc.record({
      at,
      kind: fc.constant("slow-checkpoints" as const),
      job,
      byMicros: anyLength,
      forMicros: anyLength,
    }),
    fc.record({ at, kind: fc.constant("api-outage" as const), forMicros: anyLength }),
    fc.record({
      at,
      kind: fc.constant("slow-network" as const),
      job,
      byMicros: anyLength,
      forMicros: anyLength,
    }),
    fc.record({ at, kind: fc.constant("broker-outage" as const), forMicros: anyLength }),
    fc.record({
      at,
      kind: fc.constant("set-clock" as const),
      job: fc.option(job, { nil: undefined }),
      taskManager: fc.constantFrom(undefined, 0),
      aheadMillis: fc.integer({ min: -300, max: 300 }),
    }),
  );
}
