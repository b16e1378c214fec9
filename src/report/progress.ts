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

/** The same for the runs that a report takes, of which there may be fewer in the end. */
export function reportBar(done: number, most: number): Text {
  const filled = Math.min(BAR, Math.floor((BAR * done) / Math.max(1, most)));
  const bar = words`${"━".repeat(filled)}${styled("dim", "─".repeat(BAR - filled))}`;
  return words`  ${reportText(done, most)}  ${bar}`;
}

/** One line for a log, or nothing: one for each full tenth. */
export function reportLog(before: number, done: number, most: number): Text | undefined {
  const tenth = Math.floor((10 * done) / Math.max(1, most));
  if (tenth === Math.floor((10 * before) / Math.max(1, most))) return undefined;
  return words`${reportText(done, most)}`;
}

function reportText(done: number, most: number): string {
  return `report: ${countText(done)} of at most ${countText(most)} runs`;
}

function seedsText(done: number, total: number): string {
  return `${countText(done)}/${countText(total)} seeds`;
}
