/** The hand on the ledger: a cell that is pointed at, or walked to by arrows, tells its counts. */
import type { ReportModel } from "../../explore/report-model.ts";
import { LEDGER_TOP, ledgerGrid } from "../html/charts/ledger-grid.ts";
import { makeSvg } from "./dom.ts";
import {
  cellAt,
  cellLines,
  cellQuery,
  countsOf,
  firstCell,
  hasFailed,
  type LedgerCell,
  nextCell,
} from "./ledger-cell.ts";
import { drawingX, drawingY } from "./plot-pointer.ts";
import type { Readout } from "./readout.ts";

export const LEDGER = "#ledger .chart";

export interface LedgerListener {
  /** The run that is shown. */
  model(): ReportModel;
  /** A cell's failures are asked for. */
  asked(query: string): void;
  said(text: string): void;
}

export class LedgerPointer {
  readonly #readout: Readout;
  readonly #listener: LedgerListener;
  #cell: LedgerCell | undefined;

  constructor(readout: Readout, listener: LedgerListener) {
    this.#readout = readout;
    this.#listener = listener;
    let last = "";
    document.addEventListener("pointermove", ({ target, clientX, clientY }) => {
      // A page that scrolls under a hand at rest is no gesture.
      const place = `${clientX} ${clientY}`;
      if (place !== last) this.#point(target, clientX, clientY);
      last = place;
    });
    document.addEventListener("click", ({ target, clientX, clientY }) => {
      if (!isLedger(target)) return;
      this.#point(target, clientX, clientY);
      this.open();
    });
    document.addEventListener("focusin", ({ target }) => {
      const isKeyboard = target instanceof Element && target.matches(`${LEDGER}:focus-visible`);
      if (isKeyboard) this.#show(this.#cell ?? firstCell(this.#listener.model()));
    });
    document.addEventListener("focusout", ({ target }) => {
      if (isLedger(target)) this.clear();
    });
  }

  /** By the name of an arrow key. */
  walk(key: string): void {
    const model = this.#listener.model();
    const cell = this.#cell === undefined ? firstCell(model) : nextCell(model, this.#cell, key);
    this.#show(cell);
    if (cell !== undefined) this.#listener.said(cellLines(model, cell).join(". "));
  }

  /** The failures of the cell, where there are some. */
  open(): void {
    const model = this.#listener.model();
    const cell = this.#cell;
    if (cell === undefined || !hasFailed(countsOf(model, cell))) return;
    this.clear();
    this.#listener.asked(cellQuery(model, cell));
  }

  clear(): void {
    if (this.#cell !== undefined) this.#show(undefined);
  }

  #point(target: EventTarget | null, clientX: number, clientY: number): void {
    const svg = isLedger(target) ? drawn() : undefined;
    if (svg === undefined) {
      this.clear();
      return;
    }
    const place = { x: drawingX(svg, clientX), y: drawingY(svg, clientY) };
    this.#show(cellAt(this.#listener.model(), place));
  }

  #show(cell: LedgerCell | undefined): void {
    this.#cell = cell;
    document.querySelector(".cell-mark")?.remove();
    const svg = drawn();
    if (cell === undefined || svg === undefined) {
      this.#readout.hide();
      return;
    }
    const model = this.#listener.model();
    const { x, rowHeight } = ledgerGrid(model);
    const { startMillis, binMillis } = model.ledger;
    const [left, right] = [cell.bin, cell.bin + 1].map((bin) => x(startMillis + bin * binMillis));
    const width = Math.max((right ?? 0) - (left ?? 0), 2);
    const top = LEDGER_TOP + cell.row * rowHeight;
    const box = { x: left ?? 0, y: top + 1, width, height: rowHeight - 2 };
    const sides = Object.entries(box).map(([name, value]) => [name, value.toFixed(1)] as const);
    svg.append(makeSvg("rect", { class: "cell-mark", ...Object.fromEntries(sides) }));
    svg.classList.toggle("can-open", hasFailed(countsOf(model, cell)));
    this.#readout.show(cellLines(model, cell), svg, { x: box.x + width, y: top + rowHeight + 4 });
  }
}

function isLedger(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(LEDGER) !== null;
}

function drawn(): SVGSVGElement | undefined {
  return document.querySelector<SVGSVGElement>(`${LEDGER} svg`) ?? undefined;
}
