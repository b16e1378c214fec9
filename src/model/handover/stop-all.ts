import type { Agenda } from "../job/agenda.ts";
import type { Job } from "../job/job.ts";
import { CONTROL } from "../phases.ts";

const RETRY_MICROS = 100_000;

/** Stops every job that is left with a savepoint from `at` on (µs), again and again until it has. */
export function stopAll(jobs: readonly Job[], agenda: Agenda, at: number): void {
  for (const job of jobs) agenda.at(at, CONTROL, () => stop(job, agenda));
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
