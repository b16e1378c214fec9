import type { Agenda } from "../job/agenda.ts";
import type { Job } from "../job/job.ts";
import { CONTROL } from "../phases.ts";

const RETRY_MICROS = 100_000;

/**
 * Stops every job that is left with a savepoint, from `at` on (µs) and once nobody works at them any
 * more; again and again until it has.
 */
export function stopAll(
  jobs: readonly Job[],
  agenda: Agenda,
  at: number,
  isBusy: () => boolean,
): void {
  const begin = (): void => {
    if (isBusy()) agenda.at(agenda.now + RETRY_MICROS, CONTROL, begin);
    else for (const job of jobs) stop(job, agenda);
  };
  agenda.at(at, CONTROL, begin);
}

function stop(job: Job, agenda: Agenda): void {
  if (job.hasEnded) return;
  const again = (): void => {
    agenda.at(agenda.now + RETRY_MICROS, CONTROL, () => stop(job, agenda));
  };
  if (job.status !== "running") {
    again();
    return;
  }
  job.stopWithSavepoint((state) => {
    if (state === undefined) again();
  });
}
