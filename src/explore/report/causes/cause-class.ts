import type { FindingKind } from "../../../oracle/verdict.ts";
import type { LateThing } from "../../report-causes.ts";
import type { GateRule, UnjudgedReason } from "../../report-facts.ts";
import type { Decisions } from "../gate-book.ts";
import type { OutcomeListener } from "../ledger-walk.ts";
import type { WatchedRun } from "../watched-run.ts";

export type Rule = GateRule | UnjudgedReason;

/** What failures of one class have in common. */
export interface CauseClass {
  readonly kind: FindingKind;
  readonly outgoing: Rule;
  readonly incoming: Rule;
  readonly late: LateThing;
}

export function classKey({ kind, outgoing, incoming, late }: CauseClass): string {
  return `${kind} ${outgoing} ${incoming} ${late}`;
}

/** The class of a record that was lost or duplicated. */
export function classOf(
  watched: WatchedRun,
  kind: "gap" | "duplicate",
  partition: number,
  offset: number,
): CauseClass {
  const { gates, repeats } = watched.ear;
  const outgoing = gates.verdictOn("outgoing", partition, offset);
  const incoming = gates.verdictOn("incoming", partition, offset);
  const wavers = (outgoing?.hasWavered ?? false) || (incoming?.hasWavered ?? false);
  const wasLate = (outgoing?.wasLate ?? false) || (incoming?.wasLate ?? false);
  const rules = {
    outgoing: outgoing?.rule ?? unjudged(watched, "outgoing", partition, offset),
    incoming: incoming?.rule ?? unjudged(watched, "incoming", partition, offset),
  };
  const again = kind === "duplicate" && repeats.wasReplayed(partition, offset);
  return { kind, ...rules, late: wavers || again ? "restart" : lateThing(kind, rules, wasLate) };
}

/** The class of a result that gates judged, from what they did with it. */
export function classOfResult(
  kind: "gap" | "duplicate",
  ts: number | null,
  { outgoing, incoming }: Decisions,
): CauseClass {
  const all = [...outgoing, ...incoming];
  const wasLate = all.some(({ watermark }) => watermark !== null && ts !== null && ts <= watermark);
  const wavers = [outgoing, incoming].some((ones) =>
    ones.some((one) => one.passed !== ones[0]?.passed),
  );
  const rules = {
    outgoing: outgoing.at(-1)?.rule ?? "not-read",
    incoming: incoming.at(-1)?.rule ?? "not-read",
  } as const;
  return { kind, ...rules, late: wavers ? "restart" : lateThing(kind, rules, wasLate) };
}

function unjudged(
  { ear, layout }: WatchedRun,
  role: "outgoing" | "incoming",
  partition: number,
  offset: number,
): UnjudgedReason {
  if (layout.readAt === "sink") return "no-gate";
  return ear.gates.judgedBehind(role, partition, offset) ? "restored-past" : "not-read";
}

/** What came too late, seen from the record. */
function lateThing(
  kind: "gap" | "duplicate",
  { outgoing, incoming }: { readonly outgoing: Rule; readonly incoming: Rule },
  wasLate: boolean,
): LateThing {
  if (kind === "gap") {
    if (incoming === "no-toggle") return "toggle-at-incoming";
    if (incoming === "not-read") return "incoming-behind";
    if (outgoing === "not-read") return "outgoing-behind";
    return wasLate ? "record" : "nothing";
  }
  if (outgoing === "no-toggle" && incoming !== "no-gate") return "toggle-at-outgoing";
  if (wasLate) return "record";
  if (incoming === "crossed" && outgoing === "older-than-toggle") return "outgoing-behind";
  return "nothing";
}

/** How many failures of the whole run are in each class, by key; records alone. */
export class CauseCounts implements OutcomeListener {
  readonly #watched: WatchedRun;
  readonly #counts = new Map<string, number>();

  constructor(watched: WatchedRun) {
    this.#watched = watched;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  record: OutcomeListener["record"] = (_row, partition, offset, outcome, _by, extra) => {
    if (outcome === "lost") this.#add("gap", partition, offset, 1);
    if (extra > 0) this.#add("duplicate", partition, offset, extra);
  };

  result(): void {}

  #add(kind: "gap" | "duplicate", partition: number, offset: number, count: number): void {
    const key = classKey(classOf(this.#watched, kind, partition, offset));
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }
}
