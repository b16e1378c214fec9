import { inArrivalOrder } from "./arrival-order.ts";
import type { InputLog, PipelineShape } from "./evidence.ts";
import { makesResults, numberOf } from "./shape.ts";
import type { UnsettledOutputs } from "./versions.ts";

/** What is known of one key: a stretch of it ends when its state has expired for certain. */
interface KeyLife {
  updatedAt: number;
  lastAt: number;
  /** Of the record that made the state. */
  madeBy: number;
  madeIn: number;
  /** Nobody can tell which records of it pass, until it has been silent for long. */
  isUnsettled: boolean;
}

/**
 * The records of which nobody can tell whether they pass a function with a TTL: their key's state was
 * about to expire, or was made at about that time by a record of another partition; and those of the
 * key behind them, until it expires for certain. `slackMillis`: how much later one job may get to a
 * record than the other. Undefined: there is no TTL.
 */
export function stateTtl(
  input: InputLog,
  shape: PipelineShape,
  slackMillis: number,
): UnsettledOutputs | undefined {
  const first = shape.stages.findIndex((stage) => "ttl" in stage);
  const stage = shape.stages[first];
  if (stage?.kind !== "process" || stage.ttl === undefined) return undefined;
  const unsettled = unsettledIds(input, stage.ttl, slackMillis);
  const behind = new Set(
    shape.stages.flatMap((one, index) =>
      index > first && makesResults(one) ? [numberOf(shape, index)] : [],
    ),
  );
  return {
    reason: "state TTL",
    record: (id) => (unsettled.has(id) ? "presence" : undefined),
    result: (number) => (behind.has(number) ? "presence" : undefined),
  };
}

function unsettledIds(
  input: InputLog,
  { millis, update }: { readonly millis: number; readonly update: string },
  slack: number,
): ReadonlySet<number> {
  const unsettled = new Set<number>();
  const lives = new Map<number, KeyLife>();
  inArrivalOrder(input, ({ id, key }, partition, _offset, arrivalMicros) => {
    const now = arrivalMicros / 1_000;
    const begun = { updatedAt: now, lastAt: now, madeBy: id, madeIn: partition };
    const life = lives.get(key);
    if (life === undefined || now - life.lastAt > millis + slack) {
      lives.set(key, { ...begun, isUnsettled: false });
      return;
    }
    const age = now - life.updatedAt;
    life.lastAt = now;
    const isRace = age <= slack && partition !== life.madeIn;
    if (isRace) unsettled.add(life.madeBy);
    life.isUnsettled ||= isRace || Math.abs(age - millis) <= slack;
    if (life.isUnsettled) unsettled.add(id);
    else if (age > millis) lives.set(key, { ...begun, isUnsettled: false });
    else if (update === "OnReadAndWrite") life.updatedAt = now;
  });
  return unsettled;
}
