/** The charts over processing time: drawn again for another span, one cursor over all of them. */
import type { ReportSpan } from "../../explore/report-facts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import type { NamedSubtask, View } from "../html/charts/view.ts";
import { wholeView } from "../html/charts/view.ts";
import type { Markup } from "../html/markup/markup.ts";
import { outputDrawing } from "../html/sections/output.ts";
import { timelineDrawing } from "../html/sections/timeline.ts";
import { transactionDrawing } from "../html/sections/transactions.ts";
import { watermarkDrawing } from "../html/sections/watermarks.ts";
import { namesOf } from "../html/words/prose.ts";
import type { Names } from "../names.ts";
import { all } from "./dom.ts";

/** What a chart shows while nobody zooms, and how it is drawn. */
interface TimeChart {
  readonly isFocused: boolean;
  readonly draw: (model: ReportModel, names: Names, view: View) => Markup | undefined;
}

const CHARTS: Readonly<Record<string, TimeChart>> = {
  watermarks: { isFocused: true, draw: watermarkDrawing },
  timeline: { isFocused: true, draw: timelineDrawing },
  transactions: {
    isFocused: false,
    draw: (model, names, view) =>
      model.transactions === null
        ? undefined
        : transactionDrawing(model, model.transactions, names, view),
  },
  output: { isFocused: false, draw: outputDrawing },
};

/** A chart in the page. */
export interface PlacedChart {
  readonly name: string;
  readonly host: HTMLElement;
  readonly svg: SVGSVGElement;
  readonly span: ReportSpan;
}

/** Draws each chart in its place; what the page already shows is left as it is. */
export class TimeCharts {
  #model: ReportModel;
  #span: ReportSpan | undefined;
  #isLag = false;
  #subtask: NamedSubtask | undefined;

  constructor(model: ReportModel) {
    this.#model = model;
  }

  get span(): ReportSpan | undefined {
    return this.#span;
  }

  get bounds(): ReportSpan {
    return this.#model.header.clock.window;
  }

  /** Takes another run, whose sections the page has drawn already. */
  take(model: ReportModel): void {
    this.#model = model;
    const isPlain = this.#span === undefined && this.#subtask === undefined && !this.#isLag;
    if (!isPlain) this.#redraw();
  }

  show(span: ReportSpan | undefined, { isLag, subtask }: Pick<View, "isLag" | "subtask">): void {
    const isSame = this.#span?.from === span?.from && this.#span?.to === span?.to;
    const isSameSubtask =
      this.#subtask?.role === subtask?.role && this.#subtask?.subtask === subtask?.subtask;
    if (isSame && isSameSubtask && this.#isLag === isLag) return;
    this.#span = span;
    this.#isLag = isLag;
    this.#subtask = subtask;
    this.#redraw();
  }

  placed(): readonly PlacedChart[] {
    return all("[data-chart]").flatMap((host) => {
      const name = host.dataset["chart"] ?? "";
      const svg = host.querySelector("svg");
      return svg === null ? [] : [{ name, host, svg, span: this.#spanOf(name) }];
    });
  }

  #spanOf(name: string): ReportSpan {
    const { focus, window } = this.#model.header.clock;
    return this.#span ?? (CHARTS[name]?.isFocused === true ? (focus ?? window) : window);
  }

  #redraw(): void {
    const names = namesOf(this.#model);
    for (const host of all("[data-chart]")) {
      const name = host.dataset["chart"] ?? "";
      const view = {
        ...{ ...wholeView(this.#model), span: this.#spanOf(name) },
        ...{ isLag: this.#isLag, subtask: this.#subtask },
      };
      const drawn = CHARTS[name]?.draw(this.#model, names, view);
      if (drawn === undefined) continue;
      const scroller = host.querySelector(".scroll");
      const left = scroller?.scrollLeft ?? 0;
      const hadFocus = scroller === document.activeElement;
      host.innerHTML = drawn.text;
      const next = host.querySelector<HTMLElement>(".scroll");
      if (next === null) continue;
      next.scrollLeft = left;
      if (hadFocus) next.focus({ preventScroll: true });
    }
  }
}
