/** Pointer and wheel on the charts: the cursor follows, a drag zooms in, a double click zooms out. */
import type { ReportSpan } from "../../explore/report-facts.ts";
import { LEFT, RIGHT } from "../html/charts/frame.ts";
import { makeSvg } from "./dom.ts";
import { drawingX, drawingY, timeAt, zoomed } from "./plot-pointer.ts";
import type { PlacedChart, TimeCharts } from "./time-charts.ts";

/** What the gestures ask for. */
export interface GestureListener {
  pointed(time: number | undefined, by: PlacedChart | undefined): void;
  zoom(span: ReportSpan | undefined): void;
  /** At a place of the drawing, in its own unit. */
  clicked(chart: PlacedChart, place: { readonly x: number; readonly y: number }): void;
}

/** A drag shorter than that many pixels is a click. */
const DRAG_MIN = 6;

interface Drag {
  readonly chart: PlacedChart;
  readonly from: number;
  readonly shade: SVGElement;
}

export class ChartGestures {
  readonly #charts: TimeCharts;
  readonly #listener: GestureListener;
  #drag: Drag | undefined;

  constructor(charts: TimeCharts, listener: GestureListener) {
    this.#charts = charts;
    this.#listener = listener;
    const on = <K extends keyof DocumentEventMap>(
      type: K,
      hear: (event: DocumentEventMap[K]) => void,
    ): void => document.addEventListener(type, hear);
    on("pointermove", (event) => this.#move(event));
    on("pointerdown", (event) => this.#down(event));
    on("pointerup", (event) => this.#up(event));
    on("pointercancel", () => this.#end());
    on("dblclick", (event) => {
      if (this.#chartOf(event.target) !== undefined) listener.zoom(undefined);
    });
    document.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  #chartOf(target: EventTarget | null): PlacedChart | undefined {
    if (!(target instanceof Element)) return undefined;
    const host = target.closest("[data-chart]");
    return host === null ? undefined : this.#charts.placed().find((chart) => chart.host === host);
  }

  #move(event: PointerEvent): void {
    if (this.#drag !== undefined) {
      const { chart, from, shade } = this.#drag;
      const x = clamp(drawingX(chart.svg, event.clientX));
      shade.setAttribute("x", String(Math.min(from, x)));
      shade.setAttribute("width", String(Math.abs(x - from)));
      return;
    }
    if (event.pointerType === "touch") return;
    const chart = this.#chartOf(event.target);
    const time =
      chart === undefined ? undefined : timeAt(drawingX(chart.svg, event.clientX), chart.span);
    this.#listener.pointed(time, time === undefined ? undefined : chart);
  }

  #down(event: PointerEvent): void {
    const chart =
      event.button === 0 && event.pointerType !== "touch" ? this.#chartOf(event.target) : undefined;
    if (chart === undefined) return;
    const from = drawingX(chart.svg, event.clientX);
    if (from < LEFT || from > RIGHT) return;
    const height = String(Number(chart.svg.getAttribute("height")) - 40);
    const shade = makeSvg("rect", { class: "drag", x: String(from), y: "16", width: "0", height });
    chart.svg.append(shade);
    this.#drag = { chart, from, shade };
    event.preventDefault();
    chart.host.querySelector<HTMLElement>(".scroll")?.focus({ preventScroll: true });
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    this.#end();
    if (drag === undefined) return;
    const { chart, from } = drag;
    const to = clamp(drawingX(chart.svg, event.clientX));
    if (Math.abs(to - from) < DRAG_MIN) {
      this.#listener.clicked(chart, { x: to, y: drawingY(chart.svg, event.clientY) });
      return;
    }
    const [a, b] = [timeAt(Math.min(from, to), chart.span), timeAt(Math.max(from, to), chart.span)];
    if (a !== undefined && b !== undefined)
      this.#listener.zoom({ from: Math.round(a), to: Math.round(b) });
  }

  #end(): void {
    this.#drag?.shade.remove();
    this.#drag = undefined;
  }

  /** With Ctrl (or a pinch), so that the page still scrolls over a chart. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    const chart = this.#chartOf(event.target);
    const time =
      chart === undefined ? undefined : timeAt(drawingX(chart.svg, event.clientX), chart.span);
    if (chart === undefined || time === undefined) return;
    event.preventDefault();
    this.#listener.zoom(
      zoomed(chart.span, event.deltaY > 0 ? 1.25 : 0.8, time, this.#charts.bounds),
    );
  }
}

function clamp(x: number): number {
  return Math.min(RIGHT, Math.max(LEFT, x));
}
