/** The ConfigMap of the recordings: in memory, with sleeps for its requests and its watches. */
import type { LatencyModel } from "../../engine/latency.ts";
import type { KubernetesOptions } from "../../model/kubernetes/kubernetes-options.ts";
import type { JobRole } from "../../model/options.ts";
import type { RecordedSettings } from "./recording.ts";

const MILLI = 1_000;
/** One thread told all watchers, at the same instant nearly always. */
const WATCH_JITTER: LatencyModel = { kind: "uniform", lowUs: 0, highUs: 300 };

export function kubernetesOptions(settings: RecordedSettings): KubernetesOptions {
  const watches = [
    slow("outgoing", undefined, settings.watchOutMs ?? 20),
    slow("incoming", undefined, settings.watchInMs ?? 20),
  ];
  if (settings.watchSkewMs !== undefined) {
    const job = roleOf(settings.watchSkewJob);
    watches.push(slow(job, settings.watchSkewSub, settings.watchSkewMs));
  }
  return {
    apiLatency: sleeping(settings.cmReadMs ?? 5),
    writeLatency: sleeping(settings.cmWriteMs ?? 10),
    watchLatency: WATCH_JITTER,
    slowWatches: watches,
    watchBreaksPerHour: 0,
    watchBreakMicros: 0,
  };
}

function slow(
  job: JobRole,
  subtask: number | undefined,
  millis: number,
): NonNullable<KubernetesOptions["slowWatches"]>[number] {
  return { job, subtask, extraMicros: millis * MILLI };
}

/** A sleep takes a little longer than it was asked for. */
function sleeping(millis: number): LatencyModel {
  return { kind: "uniform", lowUs: millis * MILLI, highUs: millis * MILLI + 1_000 };
}

/** The recordings' names of the two jobs. */
export function roleOf(job: "OUT" | "IN" | undefined): JobRole {
  return job === "OUT" ? "outgoing" : "incoming";
}
