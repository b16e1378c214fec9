import type { SinkOptions } from "../options.ts";
import type { RequestKind } from "./sink-services.ts";

/** How long the clients of a sink wait for its broker (µs); Kafka's defaults: 1 min and 2 min. */
export function patienceOf({
  maxBlockMicros = 60_000_000,
  deliveryTimeoutMicros = 120_000_000,
  committerRetries,
}: SinkOptions): Readonly<Record<RequestKind, number>> {
  return {
    block: maxBlockMicros,
    // A timeout can be retried (S4, S6).
    commit: maxBlockMicros * (1 + committerRetries),
    delivery: deliveryTimeoutMicros,
  };
}
