import type { LatencyModel } from "../../engine/latency.ts";
import type { SlowWatch } from "./slow-watch.ts";

/** The API server, and how late its watchers are. */
export interface KubernetesOptions {
  /** One request, there and back (K1). */
  readonly apiLatency: LatencyModel;
  /** A request that writes, where that takes longer. */
  readonly writeLatency?: LatencyModel | undefined;
  /** Stored → delivered, drawn a watcher and version (K2). */
  readonly watchLatency: LatencyModel;
  /** Watchers that wait longer, by so much; several may meet one. */
  readonly slowWatches?: readonly SlowWatch[] | undefined;
  /** Breaks of single watches at random; 0 = never. After a break the watcher relists (K3). */
  readonly watchBreaksPerHour: number;
  readonly watchBreakMicros: number;
}
