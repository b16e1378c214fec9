import type { ClientVersion } from "../../../src/model/kafka/transaction-manager.ts";
import { type Difference, EQUAL, NotSupported, type Outcome } from "../corpus.ts";
import { operationOf, type Script, type ScriptStep } from "./script.ts";
import { ScriptBench, type ScriptParts } from "./script-bench.ts";

const MILLIS = 1000;
/** Steps happen on whole milliseconds, scans between them. */
const HALF = 500;

/**
 * Runs a script and compares each result.
 *
 * Steps happen at their recorded times. What nobody wrote down is where in its interval the broker
 * scanned for transactions that had timed out: the script is equal if it is for some place. Only the
 * order of scans, steps and timeouts counts, so the places next to each step's times are enough.
 */
export function replayScript(script: Script, parts: ScriptParts): Outcome {
  let furthest: Difference | undefined;
  for (const firstScanAt of scanPlaces(script)) {
    const outcome = replayWith(script, parts, firstScanAt);
    if (outcome.kind !== "different") return outcome;
    if (furthest === undefined || outcome.step > furthest.step) furthest = outcome;
  }
  return furthest ?? EQUAL;
}

function scanPlaces({ steps, scanMillis }: Script): readonly number[] {
  const times = steps.flatMap(({ at, lasted }) => [at, at + lasted]);
  const places = times.flatMap((time) => {
    const after = (time % scanMillis) * MILLIS + HALF;
    const before = ((time + scanMillis - 1) % scanMillis) * MILLIS + HALF;
    return [before, after];
  });
  return [...new Set(places)].sort((a, b) => a - b);
}

function replayWith(script: Script, parts: ScriptParts, firstScanAt: number): Outcome {
  const bench = new ScriptBench(parts, versionOf(script.client), {
    intervalMillis: script.scanMillis,
    firstAt: firstScanAt,
  });
  let scanned = 0;
  const scanUntil = (time: number): void => {
    const { broker } = bench;
    for (let at = broker.nextScanAt(scanned); at <= time; at = broker.nextScanAt(at + 1)) {
      broker.scan(at);
    }
    scanned = time;
  };
  let now = 0;
  for (const [index, step] of script.steps.entries()) {
    const operation = operationOf(step.op);
    now = Math.max(now, step.at * MILLIS);
    scanUntil(now);
    if (operation.verb === "waitlso" || operation.verb === "sleep") {
      now += step.lasted * MILLIS;
      scanUntil(now);
    }
    const actual = bench.run(operation, now);
    const difference = compare(index, step, operation.verb, actual);
    if (difference !== undefined) return difference;
  }
  return EQUAL;
}

function versionOf(client: string): ClientVersion {
  if (client === "3.4.0" || client === "3.9.1") return client;
  throw new NotSupported(`Kafka client ${client}`);
}

function compare(
  step: number,
  { result }: ScriptStep,
  verb: string,
  ours: string,
): Difference | undefined {
  const expected = withoutChance(result, verb);
  // A partition without a record for its reader may or may not have been written down.
  const actual = expected.includes(" p1=") ? ours : ours.replace(/ p1=\[\] end=\d+ pos=\d+$/, "");
  if (actual === expected) return undefined;
  return { kind: "different", step, field: verb, expected, actual };
}

/** Times vary with the machine; of an error the class is compared: its text is not modelled. */
function withoutChance(result: string, verb: string): string {
  const error = /^ERR (\w+)/.exec(result);
  if (error !== null) return `ERR ${error[1]}`;
  if (verb !== "waitlso") return result;
  return /^LSO(>=|<)\d+/.exec(result)?.[0] ?? result;
}
