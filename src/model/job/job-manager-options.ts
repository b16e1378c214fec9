import type { LatencyModel } from "../../engine/latency.ts";

/** The JobManager of one job. */
export interface JobManagerOptions {
  /**
   * `high-availability.type` is set: a new one goes on from the latest checkpoint; else it begins again
   * where the deployment began.
   */
  readonly isHighlyAvailable: boolean;
  /** From its death to another one that leads (K10). */
  readonly recovery: LatencyModel;
}

/** Flink's own: no high availability; a lease of 15 s, looked at every 5 s. */
export const DEFAULT_JOB_MANAGER: JobManagerOptions = {
  isHighlyAvailable: false,
  recovery: { kind: "uniform", lowUs: 15_000_000, highUs: 20_000_000 },
};

/** `high-availability.kubernetes.leader-election.renew-deadline`: who cannot renew so long gives up. */
export const RENEW_DEADLINE_MICROS: number = 15_000_000;
/** `high-availability.kubernetes.leader-election.retry-period`. */
export const LEADER_RETRY_MICROS: number = 5_000_000;
