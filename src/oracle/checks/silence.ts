import { inArrivalOrder } from "../arrival-order.ts";
import type { Comparison } from "../comparison.ts";
import { NOT_EXPECTED } from "../expected-outputs.ts";
import { appendOf, UNSEEN } from "../mark.ts";
import type { Trial } from "../trial.ts";
import { type Margin, type PropertyResult, resultOf } from "../verdict.ts";
import { Witnesses } from "../witness.ts";

/**
 * Check 11: readers are never left without news for longer than X although a record waits,
 * overall and per key. Where results come out instead of records, every pause between two of them
 * counts (after the first), and keys are not applicable.
 */
export function checkSilence(trial: Trial, found: Comparison): PropertyResult {
  const head = { name: "no-silence", title: "No long silence", kind: "silence" } as const;
  const { silenceMicros, keySilenceMicros } = trial.limits;
  const failures = new Witnesses();
  let checked = 0;
  let longest = 0;
  let longestOfKey = 0;
  if (silenceMicros !== undefined) {
    for (const [from, to] of pauses(trial, found)) {
      checked++;
      longest = Math.max(longest, to - from);
      if (to - from > silenceMicros) failures.add(() => ({ detail: { from, to } }));
    }
  }
  if (keySilenceMicros !== undefined && trial.ledger.records.fanOut > 0) {
    const keys = keySilences(trial, keySilenceMicros, failures);
    checked += keys.checked;
    longestOfKey = keys.longest;
  }
  return resultOf(
    { ...head, checked, unit: "pauses" },
    failures,
    { longestMicros: longest, longestOfKeyMicros: longestOfKey },
    marginOf(silenceMicros, longest, keySilenceMicros, longestOfKey),
  );
}

/** The smaller of the two distances. */
function marginOf(
  limit: number | undefined,
  longest: number,
  keyLimit: number | undefined,
  longestOfKey: number,
): Margin | undefined {
  const overall = limit === undefined ? Number.POSITIVE_INFINITY : limit - longest;
  const ofKey = keyLimit === undefined ? Number.POSITIVE_INFINITY : keyLimit - longestOfKey;
  if (limit === undefined && keyLimit === undefined) return undefined;
  return overall <= ofKey
    ? { value: overall, unit: "us", against: "silence" }
    : { value: ofKey, unit: "us", against: "key-silence" };
}

/** The part of each pause between two visible instants during which something waited. */
function* pauses(trial: Trial, found: Comparison): Generator<readonly [number, number]> {
  const { appends, records } = trial.ledger;
  const order = Array.from({ length: appends.count }, (_, append) => append);
  order.sort((a, b) => appends.visibleAt(a) - appends.visibleAt(b) || a - b);
  const isTimed = records.fanOut > 0;
  let waitingSince = isTimed ? found.earliestPending : Number.POSITIVE_INFINITY;
  const { endedAt } = trial.facts;
  const last = order.at(-1);
  const lastAt = last === undefined ? 0 : appends.visibleAt(last);
  if (waitingSince < endedAt && endedAt > lastAt) yield [Math.max(lastAt, waitingSince), endedAt];
  for (let i = order.length - 1; i > 0; i--) {
    const append = order[i]!;
    const since = isTimed ? found.earliest[append]! : Number.NEGATIVE_INFINITY;
    if (since < waitingSince) waitingSince = since;
    const to = appends.visibleAt(append);
    const from = Math.max(appends.visibleAt(order[i - 1]!), waitingSince);
    if (to > from) yield [from, to];
  }
}

/**
 * Per key, in order of arrival: from the last news, or the arrival if later, to the next news.
 */
function keySilences(
  trial: Trial,
  limit: number,
  failures: Witnesses,
): { readonly checked: number; readonly longest: number } {
  const { ledger, expected, facts, frontier } = trial;
  const slots = ledger.records;
  const lastNews = new Map<number, number>();
  const values = new Float64Array(slots.fanOut);
  let checked = 0;
  let longest = 0;
  inArrivalOrder(trial.input, (row, partition, offset, arrivalMicros) => {
    if (arrivalMicros > facts.endedAt) return;
    expected.outputsOf(partition, offset, offset + 1, values);
    for (let sub = 0; sub < slots.fanOut; sub++) {
      if (values[sub] === NOT_EXPECTED) continue;
      const mark = slots.mark(partition, offset * slots.fanOut + sub);
      if (mark === UNSEEN && offset < (frontier.offsets[partition] ?? 0)) continue;
      const news = mark === UNSEEN ? facts.endedAt : ledger.appends.visibleAt(appendOf(mark));
      const before = lastNews.get(row.key) ?? 0;
      const from = Math.max(before, arrivalMicros);
      checked++;
      if (news > before) lastNews.set(row.key, news);
      longest = Math.max(longest, news - from);
      if (news - from <= limit) continue;
      const { id, ts, key } = row;
      failures.add(() => ({
        output: { kind: "record", partition, offset, sub },
        ts,
        key,
        arrivalMicros,
        detail: { id, from, to: news },
      }));
    }
  });
  return { checked, longest };
}
