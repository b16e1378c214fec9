import type { PropertyOptions } from "../../../scenario/scenario.ts";
import type { Because, Cause, CauseSection } from "../../report-causes.ts";
import type { HandoverSection } from "../../report-handover.ts";
import type { Failure } from "../failures.ts";
import { walkOutcomes } from "../ledger-walk.ts";
import type { Reruns } from "../reruns.ts";
import type { WatchedRun } from "../watched-run.ts";
import { type CauseClass, CauseCounts, classKey, classOf, classOfResult } from "./cause-class.ts";
import { remediesOf } from "./remedies.ts";
import { sliceOf } from "./slice.ts";
import { judgeOf, learningOf, type Target } from "./target.ts";
import { World } from "./world.ts";

/** More than these no reader will look at; the rest is counted as unexplained. */
const CAUSES_MAX = 8;

/** The section, and the class of each failure by its place in the list. */
export interface FoundCauses {
  readonly section: CauseSection;
  readonly causeOf: readonly (number | null)[];
}

/** One cause for each class of failures; the first failure of a class is the one that is explained. */
export function findCauses(given: {
  readonly watched: WatchedRun;
  readonly handover: HandoverSection;
  readonly failures: readonly Failure[];
  readonly total: number;
  readonly properties: PropertyOptions;
  readonly reruns: Reruns;
}): FoundCauses {
  const { watched, handover, failures, total, properties, reruns } = given;
  const counts = new CauseCounts(watched);
  walkOutcomes(watched, counts);
  const places = new Map<string, number>();
  const results = new Map<string, number>();
  const firsts: { readonly target: Target; readonly cause: CauseClass }[] = [];
  const causeOf = failures.map((failure): number | null => {
    const target = targetOf(watched, handover, failure);
    if (target === undefined) return null;
    const cause = causeClassOf(target, failure);
    const key = classKey(cause);
    if (target.place === null) results.set(key, (results.get(key) ?? 0) + 1);
    const known = places.get(key);
    if (known !== undefined) return known;
    if (firsts.length === CAUSES_MAX) return null;
    places.set(key, firsts.length);
    return firsts.push({ target, cause }) - 1;
  });
  let left = reruns.left;
  const causes = firsts.map(({ target, cause }, i): Cause => {
    const before = reruns.done;
    reruns.allow(Math.ceil(left / (firsts.length - i)));
    const key = classKey(cause);
    const count = counts.of(key) + (results.get(key) ?? 0);
    const found = causeOfClass(target, cause, count, properties, reruns);
    left -= reruns.done - before;
    return found;
  });
  const explained = causes.reduce((sum, { count }) => sum + count, 0);
  return { section: { causes, unexplained: Math.max(0, total - explained) }, causeOf };
}

function targetOf(
  watched: WatchedRun,
  handover: HandoverSection,
  { record }: Failure,
): Target | undefined {
  const { kind, partition, offset, decisions } = record;
  if (kind !== "gap" && kind !== "duplicate") return undefined;
  const place = partition === null || offset === null ? null : { partition, offset };
  const isJudged = decisions.outgoing !== null || decisions.incoming !== null;
  return place === null && !isJudged ? undefined : { watched, handover, kind, record, place };
}

function causeClassOf({ watched, kind, place, record }: Target, failure: Failure): CauseClass {
  return place === null
    ? classOfResult(kind, record.ts, failure.decisions)
    : classOf(watched, kind, place.partition, place.offset);
}

function causeOfClass(
  target: Target,
  { kind, outgoing, incoming, late }: CauseClass,
  count: number,
  properties: PropertyOptions,
  reruns: Reruns,
): Cause {
  const { output } = target.record.witness;
  const world = new World(reruns, properties, output as NonNullable<typeof output>);
  const { slice, kept } = sliceOf(target, world);
  return {
    kind,
    rules: { outgoing, incoming },
    late,
    count,
    failure: target.record.id,
    remedies: remediesOf(target, world, kept),
    slice: { ...slice, runs: world.runs },
    because: becauseOf(target, { kind, outgoing, incoming, late }),
  };
}

function becauseOf(target: Target, { kind, outgoing, incoming, late }: CauseClass): Because {
  const role =
    late === "toggle-at-outgoing" || late === "outgoing-behind" ? "outgoing" : "incoming";
  const judge = judgeOf(target, role);
  const base = { kind, outgoing, incoming };
  if (judge === undefined) return { ...base, lateByMicros: null, gate: null };
  const { gate, decision } = judge;
  if (late === "toggle-at-incoming" || late === "toggle-at-outgoing") {
    const heard = learningOf(target, gate);
    return { ...base, lateByMicros: heard === undefined ? null : heard.at - decision.at, gate };
  }
  const { ts } = target.record;
  const behind = late === "record" && ts !== null && decision.watermark !== null;
  const lateByMicros = behind ? Math.max(0, (decision.watermark - ts) * 1_000) : null;
  return { ...base, lateByMicros, gate };
}
