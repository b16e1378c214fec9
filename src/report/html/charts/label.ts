import { type Markup, markup } from "../markup/markup.ts";
import { px } from "../markup/svg.ts";
import { type Face, fitted, textWidth } from "./text-width.ts";

/** Colours of words, named as in the stylesheet. */
export type Tone = "ink" | "ink2" | "ink3" | "blue" | "green" | "lost" | "duplicate";

export type Anchor = "start" | "middle" | "end";

/** One line of text at a point of its baseline. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly tone?: Tone;
  readonly face?: Face;
  readonly anchor?: Anchor;
  /** Pixels; 12 unless it says otherwise. */
  readonly size?: number;
  /** A rim in the page's colour, where it crosses lines. */
  readonly halo?: boolean;
  /** Cut to that many pixels. */
  readonly within?: number;
}

const SIZE = 12;

/** As a drawing has it. */
export function label(given: Label): Markup {
  const { x, y, tone = "ink2", face, anchor = "start", size = SIZE, halo } = given;
  const classes = [`t-${tone}`, face, halo === true && "halo"].filter(Boolean).join(" ");
  const anchored = anchor === "start" ? undefined : markup` text-anchor="${anchor}"`;
  const sized = size === SIZE ? undefined : markup` font-size="${size}"`;
  return markup`<text x="${px(x)}" y="${px(y)}" class="${classes}"${anchored}${sized}>${shown(given)}</text>`;
}

function shown({ text, within, size = SIZE, face }: Label): string {
  return within === undefined ? text : fitted(text, within, size, face);
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The room that a label takes, with a little air. */
export function boxOf(given: Label): Box {
  const { x, y, anchor = "start", size = SIZE, face } = given;
  const width = textWidth(shown(given), size, face);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left: left - 2, right: left + width + 2, top: y - size * 0.95, bottom: y + size * 0.3 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Labels of one drawing, none of which covers another. */
export class LabelLayer {
  readonly #bounds: Box;
  readonly #taken: Box[] = [];
  readonly #drawn: Markup[] = [];

  constructor(bounds: Box) {
    this.#bounds = bounds;
  }

  /** Keeps labels out of there. */
  block(box: Box): void {
    this.#taken.push(box);
  }

  /** Draws the first of these that has room, as a whole; false if none has. */
  place(...candidates: readonly (Label | readonly Label[])[]): boolean {
    for (const candidate of candidates) {
      const lines = "text" in candidate ? [candidate] : candidate;
      const boxes = lines.map(boxOf);
      if (!boxes.every((box) => this.#hasRoom(box))) continue;
      this.#taken.push(...boxes);
      this.#drawn.push(...lines.map(label));
      return true;
    }
    return false;
  }

  /** The same, up to `most` pixels further up or down where there is none. */
  placeNear(lines: readonly Label[], most: number): boolean {
    const shifts = [0];
    for (let by = 4; by <= most; by += 4) shifts.push(-by, by);
    return this.place(...shifts.map((by) => lines.map((line) => ({ ...line, y: line.y + by }))));
  }

  get drawn(): readonly Markup[] {
    return this.#drawn;
  }

  #hasRoom(box: Box): boolean {
    const { left, top, right, bottom } = this.#bounds;
    const isInside =
      box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;
    return isInside && !this.#taken.some((taken) => overlap(taken, box));
  }
}
