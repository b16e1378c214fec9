import { HAZARD_THEMES, type Hazard, type HazardTheme } from "../../scenario/hazard.ts";
import type { ProtocolChoice } from "../../scenario/protocol-choice.ts";
import { type MatrixCell, wasRun } from "./cell.ts";

export type MatrixTheme = HazardTheme;
export type MatrixProtocol = ProtocolChoice;

/** Protocols against hazards: rows are hazards by theme, columns protocols. */
export interface Matrix {
  /** Of each cell that was run. */
  readonly seeds: number;
  readonly protocols: readonly MatrixProtocol[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow extends Hazard {
  /** The scenario, as the command names it. */
  readonly file: string;
  readonly question: string;
  /** As many as there are protocols. */
  readonly cells: readonly MatrixCell[];
}

/** How one protocol, or all that there is, fares. */
export interface Tally {
  readonly pass: number;
  /** Cells that were run. */
  readonly of: number;
}

/** Rows by theme, else in the order given. */
export function byTheme<T extends Hazard>(rows: readonly T[]): readonly T[] {
  return HAZARD_THEMES.flatMap((theme) => rows.filter((row) => row.theme === theme));
}

/** How many hazards each protocol gets through, of those that it can be put to. */
export function tallies({ protocols, rows }: Matrix): readonly Tally[] {
  return protocols.map((_, column) => {
    const cells = rows.flatMap(({ cells }) => cells[column] ?? []);
    return {
      pass: cells.filter(({ kind }) => kind === "pass").length,
      of: cells.filter(wasRun).length,
    };
  });
}

/** The protocols that get through every hazard which any gets through, or are not struck by it. */
export function survivors({ protocols, rows }: Matrix): readonly MatrixProtocol[] {
  const survivable = rows.filter(({ cells }) => cells.some(({ kind }) => kind === "pass"));
  if (survivable.length === 0) return [];
  return protocols.filter((_, column) =>
    survivable.every(({ cells }) => ["pass", "unstruck"].includes(cells[column]?.kind ?? "n/a")),
  );
}
