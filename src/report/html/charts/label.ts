import { type Markup, markup } from "../markup/markup.ts";
import { type Point, px } from "../markup/svg.ts";
import { type Face, fitted, textWidth } from "./text-width.ts";
import type { NamedSubtask } from "./view.ts";

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
  /** The subtask that it names alone, so that a click on it makes that one stand out. */
  readonly names?: NamedSubtask | undefined;
  /** Steps back. */
  readonly isFaded?: boolean;
}

const SIZE = 12;
const LEADING = 15;

/** A line that the layer finds a place for. */
export type Words = Pick<Label, "text" | "tone" | "face" | "size" | "halo">;

/** As a drawing has it. */
export function label(given: Label): Markup {
  const { x, y, tone = "ink2", face, anchor = "start", size = SIZE, halo, names, isFaded } = given;
  const classes = [`t-${tone}`, face, halo === true && "halo", isFaded === true && "faded"]
    .filter(Boolean)
    .join(" ");
  const anchored = anchor === "start" ? undefined : markup` text-anchor="${anchor}"`;
  const sized = size === SIZE ? undefined : markup` font-size="${size}"`;
  const named = names && markup` data-subtask="${names.role}/${names.subtask}"`;
  return markup`<text x="${px(x)}" y="${px(y)}" class="${classes}"${anchored}${sized}${named}>${shown(given)}</text>`;
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

  /** As near to the point as there is room, to its right or left, up to `reach` pixels away. */
  placeAround({ x, y }: Point, words: readonly Words[], reach: number): boolean {
    const spots: { readonly dx: number; readonly dy: number; readonly anchor: Anchor }[] = [];
    for (let dx = 8; dx <= reach; dx += 12) {
      for (let dy = -reach; dy <= reach; dy += 6) {
        spots.push({ dx, dy, anchor: "start" }, { dx: -dx, dy, anchor: "end" });
      }
    }
    // Upright distance counts more, as words are wide.
    const cost = ({ dx, dy }: { readonly dx: number; readonly dy: number }): number =>
      Math.abs(dx) * 0.6 + Math.abs(dy) + (dx < 0 ? 2 : 0);
    const sorted = spots.toSorted((a, b) => cost(a) - cost(b));
    const middle = ((words.length - 1) * LEADING) / 2 - SIZE / 3;
    return this.place(
      ...sorted.map(({ dx, dy, anchor }) =>
        words.map((line, i) => ({
          ...{ halo: true, ...line },
          ...{ x: x + dx, y: y + dy + i * LEADING - middle, anchor },
        })),
      ),
    );
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
