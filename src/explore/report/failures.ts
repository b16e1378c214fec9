import type { JobRole } from "../../model/options.ts";
import type { FindingKind, PropertyResult } from "../../oracle/verdict.ts";
import type { Witness } from "../../oracle/witness.ts";
import type { FailedRecord, FailureList, GateDecision } from "../report-facts.ts";
import type { Decisions } from "./gate-book.ts";
import { outputName } from "./output-names.ts";
import { type WatchedRun, watchedName } from "./watched-run.ts";

const SHOWN_MAX = 500;

/** A failed output together with all that gates did with it. */
export interface Failure {
  readonly record: Omit<FailedRecord, "cause" | "lane">;
  readonly decisions: Decisions;
}

/** The first failures that are about an output, in the order of the oracle's properties. */
export function failuresOf(watched: WatchedRun): readonly Failure[] {
  const { outcome, pipeline, ear } = watched;
  const found: Failure[] = [];
  const ids = new Map<string, number>();
  for (const property of failedProperties(outcome.verdict.properties)) {
    for (const witness of property.witnesses) {
      if (found.length === SHOWN_MAX) return found;
      if (witness.output === undefined) continue;
      const name = `${property.kind}:${outputName(witness.output, pipeline.shape.stages)}`;
      const times = (ids.get(name) ?? 0) + 1;
      ids.set(name, times);
      const id = times === 1 ? name : `${name}#${times}`;
      const [watchedAs] = watchedName(witness, watched.layout);
      const kept = watchedAs === undefined ? undefined : ear.gates.decisions(watchedAs);
      const decisions = kept ?? NO_DECISIONS;
      const record = recordOf(id, property, witness, decisions);
      const { partition, offset } = record;
      const arrival =
        partition === null || offset === null ? null : pipeline.topic.arrival(partition, offset);
      found.push({ record: { ...record, arrival }, decisions });
    }
  }
  return found;
}

const NO_DECISIONS: Decisions = { outgoing: [], incoming: [] };

/** Properties that fail the verdict, and whose failures may be outputs. */
function failedProperties(all: readonly PropertyResult[]): readonly PropertyResult[] {
  return all.filter(({ status, witnesses }) => {
    return status === "fail" && witnesses.some(({ output }) => output !== undefined);
  });
}

function recordOf(
  id: string,
  { kind, name }: PropertyResult,
  witness: Witness,
  decisions: Decisions,
): Omit<Failure["record"], "arrival"> {
  const { output, ts, key, appearance, earlier } = witness;
  const place = output?.kind === "record" ? output : undefined;
  const last = (role: JobRole): GateDecision | null => decisions[role].at(-1) ?? null;
  return {
    id,
    kind,
    property: name,
    partition: place?.partition ?? null,
    offset: place?.offset ?? null,
    sub: place?.sub ?? 0,
    key: key ?? null,
    ts: ts ?? null,
    decisions: { outgoing: last("outgoing"), incoming: last("incoming") },
    visibleAt: [earlier, appearance].flatMap((one) => one?.visibleAt ?? []),
    witness,
  };
}

/** The list as the report has it, with lanes and causes filled in. */
export function failureList(watched: WatchedRun, shown: readonly FailedRecord[]): FailureList {
  const byKind: Partial<Record<FindingKind, number>> = {};
  let total = 0;
  for (const { kind, failures } of failedProperties(watched.outcome.verdict.properties)) {
    byKind[kind] = (byKind[kind] ?? 0) + failures;
    total += failures;
  }
  return { total, byKind, shown };
}
