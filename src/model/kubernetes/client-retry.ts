/**
 * How fabric8's client tries again (`kubernetes.request.retry.*`, `kubernetes.watch.reconnectInterval`;
 * from memory): after the interval, twice that, and so on up to 32 times it.
 */
const MOST_DOUBLINGS = 5;
const REQUEST_INTERVAL_MICROS = 100_000;
const REQUEST_RETRIES = 10;
const WATCH_INTERVAL_MICROS = 1_000_000;

/** Until a request is sent again that has failed so often before; undefined: it is given up. */
export function requestRetryAfter(failures: number): number | undefined {
  return failures >= REQUEST_RETRIES ? undefined : backoff(REQUEST_INTERVAL_MICROS, failures);
}

/** When a watch that broke at `since` is there again, if it cannot be before `backAt` (µs). */
export function watchReconnectsAt(since: number, backAt: number): number {
  let at = since;
  for (let tries = 0; at < backAt; tries++) at += backoff(WATCH_INTERVAL_MICROS, tries);
  return at;
}

function backoff(interval: number, failures: number): number {
  return interval * (1 << Math.min(failures, MOST_DOUBLINGS));
}
