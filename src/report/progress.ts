import { countText, spanText } from "./quantity.ts";
import { styled, type Text, words } from "./text.ts";

/** How far a run over many seeds has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failing: number;
  /** By the clock on the wall. */
  readonly elapsedMicros: number;
}

const BAR = 24;

/** One line with a bar, for a terminal that overwrites it. */
export function progressBar({ done, total, failing, elapsedMicros }: Progress): Text {
  const filled = Math.floor((BAR * done) / total);
  const bar = words`${"━".repeat(filled)}${styled("dim", "─".repeat(BAR - filled))}`;
  const bad = failing === 0 ? "" : `  ${countText(failing)} failing`;
  return words`  ${seedsText(done, total)}  ${bar}  ${spanText(elapsedMicros)}${bad}`;
}

/** One line for a log, or nothing: one for each full tenth. */
export function progressLog(before: number, { done, total, failing }: Progress): Text | undefined {
  const tenth = Math.floor((10 * done) / total);
  if (tenth === Math.floor((10 * before) / total)) return undefined;
  return words`${seedsText(done, total)}, ${countText(failing)} failing`;
}

function seedsText(done: number, total: number): string {
  return `${countText(done)}/${countText(total)} seeds`;
}
