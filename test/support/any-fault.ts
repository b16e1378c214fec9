import fc from "fast-check";
import type { Anchor, FaultMoment, FaultOptions } from "../../src/model/fault-options.ts";
import { planTopology } from "../../src/model/job/topology.ts";
import type { JobRole, RunOptions } from "../../src/model/options.ts";
import { sourcesOf } from "../../src/model/source/sources.ts";
import { anyOutage } from "./any-outage.ts";
import { anyProcessFault } from "./any-process-fault.ts";
import { millis } from "./base-run.ts";

/** A run that nothing goes wrong in yet. */
type SoundRun = Omit<RunOptions, "faults">;

/** A fault that is aimed once the jobs are known. */
export type AimedFault = (run: SoundRun) => FaultOptions;

const ANCHORS: readonly Anchor[] = [
  "start",
  "start",
  "start",
  "handover-started",
  "savepoint-completed",
  "incoming-running",
  "transitioning",
  "toggle-written",
  "outgoing-crossed",
  "clear-written",
  "outgoing-deleted",
];

const anyMoment: fc.Arbitrary<FaultMoment> = fc
  .tuple(fc.constantFrom(...ANCHORS), fc.integer({ min: 0, max: 4_000 }))
  .map(([anchor, offset]) => ({
    anchor,
    offsetMicros: anchor === "start" ? millis(offset) : Math.floor(millis(offset) / 4),
  }));

const anyRole: fc.Arbitrary<JobRole> = fc.constantFrom("outgoing", "incoming");
const anyLength = fc.integer({ min: 1, max: 1_200 }).map(millis);

/** Which subtask, out of however many there are. */
function aim(run: SoundRun, job: JobRole, nth: number): { task: number; subtask: number } {
  const sources = sourcesOf(run).map(({ name }) => name);
  const members = planTopology(run[job], sources).plans.flatMap(({ index, parallelism }) =>
    Array.from({ length: parallelism }, (_, subtask) => ({ task: index, subtask })),
  );
  return members[nth % members.length] ?? { task: 0, subtask: 0 };
}

export const anyKill: fc.Arbitrary<AimedFault> = fc.oneof(
  fc.record({ at: anyMoment, job: anyRole, nth: fc.nat(40) }).map(
    ({ at, job, nth }): AimedFault =>
      (run) => ({ at, kind: "kill-task", job, ...aim(run, job, nth) }),
  ),
  fc.record({ at: anyMoment, job: anyRole }).map(
    ({ at, job }): AimedFault =>
      () => ({ at, kind: "kill-job", job }),
  ),
);

export const anyFault: fc.Arbitrary<AimedFault> = fc.oneof(
  anyKill,
  {
    arbitrary: anyProcessFault(anyMoment, anyRole).map(
      (fault): AimedFault =>
        () =>
          fault,
    ),
    weight: 2,
  },
  {
    arbitrary: anyOutage(anyMoment, anyRole).map(
      (fault): AimedFault =>
        () =>
          fault,
    ),
    weight: 2,
  },
  fc
    .record({
      at: anyMoment,
      job: anyRole,
      nth: fc.nat(40),
      isAll: fc.boolean(),
      forMicros: anyLength,
    })
    .map(
      ({ at, job, nth, isAll, forMicros }): AimedFault =>
        (run) => {
          const { task, subtask } = aim(run, job, nth);
          return { at, kind: "stall", job, task, subtask: isAll ? undefined : subtask, forMicros };
        },
    ),
  fc.record({ at: anyMoment, job: anyRole, forMicros: anyLength }).map(
    ({ at, job, forMicros }): AimedFault =>
      () => ({
        at,
        kind: "break-watch",
        job,
        subtask: undefined,
        forMicros,
      }),
  ),
  fc.record({ at: anyMoment, job: anyRole, forMicros: anyLength }).map(
    ({ at, job, forMicros }): AimedFault =>
      () => ({ at, kind: "lose-notifications", job, forMicros }),
  ),
  anyMoment.map(
    (at): AimedFault =>
      () => ({ at, kind: "fail-savepoint" }),
  ),
);
