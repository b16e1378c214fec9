import { assert } from "../../engine/assert.ts";
import type { FindingKind } from "../../oracle/verdict.ts";
import type { MatrixTrial } from "./trial.ts";

/** What readers of the output, or the team, would notice; the worst first. */
export const HARMS = ["gap", "duplicate", "wrong", "stall"] as const;
export type Harm = (typeof HARMS)[number];

/** One protocol under one hazard. */
export type MatrixCell = RunCell | RefusedCell;

export interface RunCell {
  /** The worst that any seed came to. */
  readonly kind: Harm | "inconclusive" | "pass";
  readonly seeds: number;
  /** Seeds by what they came to; a seed that shows two harms counts for both. */
  readonly harms: readonly HarmCount[];
  /** Seeds that hold, and those of them in which the hand-over was taken back. */
  readonly pass: number;
  readonly rolledBack: number;
  /** Seeds that prove nothing, and the first reason for it. */
  readonly inconclusive: number;
  readonly doubt?: string;
  /** The seed that shows `kind`: the one with the most of it. */
  readonly seed: number;
}

export interface HarmCount {
  readonly harm: Harm;
  readonly seeds: number;
  /** Of one seed: records, results, hand-overs. */
  readonly most: number;
}

/** `n/a`: the protocol needs what the scenario lacks; `unstruck`: it has nothing for it to strike. */
export interface RefusedCell {
  readonly kind: "n/a" | "unstruck";
  readonly reason: string;
  /** As a file names it: "handover.savepoints-dir". */
  readonly setting: string;
}

/** Whether the cell was run at all. */
export function wasRun(cell: MatrixCell): cell is RunCell {
  return cell.kind !== "n/a" && cell.kind !== "unstruck";
}

/** A protocol that cannot be put to a hazard, for that reason. */
export function refusedCell(reason: string, setting: string): RefusedCell {
  return { kind: setting.startsWith("faults") ? "unstruck" : "n/a", reason, setting };
}

/** Every other finding is output that nobody should see. */
const HARM_OF: Readonly<Partial<Record<FindingKind, Harm>>> = {
  gap: "gap",
  duplicate: "duplicate",
  visibility: "stall",
  stall: "stall",
  "end-state": "stall",
  silence: "stall",
};

/** What the trials of one cell, in seed order, say together. */
export function cellOf(trials: readonly MatrixTrial[]): RunCell {
  const harms = HARMS.flatMap((harm): (HarmCount & { readonly seed: number })[] => {
    const counts = trials.map((trial) => ({ seed: trial.seed, count: countOf(trial, harm) }));
    const shown = counts.filter(({ count }) => count > 0);
    const [first, ...others] = shown;
    if (first === undefined) return [];
    const most = others.reduce((a, b) => (b.count > a.count ? b : a), first);
    return [{ harm, seeds: shown.length, most: most.count, seed: most.seed }];
  });
  const held = trials.filter(({ status }) => status === "pass");
  const unsure = trials.filter(({ status }) => status === "inconclusive");
  const [worst] = harms;
  const shows = worst ?? unsure[0] ?? held[0];
  assert(shows !== undefined, "a cell has trials");
  const doubt = unsure[0] === undefined ? {} : { doubt: doubtOf(unsure[0]) };
  return {
    kind: worst?.harm ?? (unsure.length > 0 ? "inconclusive" : "pass"),
    seeds: trials.length,
    harms: harms.map(({ harm, seeds, most }) => ({ harm, seeds, most })),
    pass: held.length,
    rolledBack: held.filter(({ outcome }) => outcome === "rolled-back").length,
    inconclusive: unsure.length,
    ...doubt,
    seed: shows.seed,
  };
}

function countOf({ findings }: MatrixTrial, harm: Harm): number {
  return findings
    .filter(({ kind }) => (HARM_OF[kind] ?? "wrong") === harm)
    .reduce((sum, { count }) => sum + count, 0);
}

function doubtOf({ doubts, missed }: MatrixTrial): string {
  return missed[0] ?? doubts[0] ?? "";
}
