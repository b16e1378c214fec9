/** One line over all charts at the time that is pointed at, and what was so at that time. */
import type { ReportModel } from "../../explore/report-model.ts";
import { eventText } from "../html/charts/event-axis.ts";
import { ROLES } from "../html/charts/view.ts";
import { valueAt } from "../html/charts/watermark-lines.ts";
import { namesOf, plainProse } from "../html/words/prose.ts";
import { spanText } from "../quantity.ts";
import { all, make, makeSvg } from "./dom.ts";
import { xAt } from "./plot-pointer.ts";
import type { PlacedChart } from "./time-charts.ts";

export class Cursor {
  readonly #readout: HTMLElement = make("div", { class: "readout", hidden: "" });
  #time: number | undefined;

  constructor() {
    document.body.append(this.#readout);
  }

  get time(): number | undefined {
    return this.#time;
  }

  /** Undefined: takes it away. `by` is the chart that is pointed at. */
  show(
    time: number | undefined,
    charts: readonly PlacedChart[],
    model: ReportModel,
    by?: PlacedChart,
  ): void {
    this.#time = time;
    for (const line of all<SVGElement>(".cursor")) line.remove();
    this.#readout.hidden = time === undefined || by === undefined;
    if (time === undefined) return;
    for (const { svg, span } of charts) {
      if (time < span.from || time > span.to) continue;
      const x = xAt(time, span).toFixed(1);
      const bottom = Number(svg.getAttribute("height")) - 30;
      svg.append(makeSvg("path", { class: "cursor", d: `M${x} 20V${bottom}` }));
    }
    if (by !== undefined) this.#tell(time, model, by);
  }

  #tell(time: number, model: ReportModel, { svg, span }: PlacedChart): void {
    this.#readout.replaceChildren(...momentLines(model, time).map((line) => make("p", {}, line)));
    const box = svg.getBoundingClientRect();
    const x = box.left + (xAt(time, span) / Number(svg.getAttribute("width"))) * box.width;
    const room = document.documentElement.clientWidth;
    const width = this.#readout.offsetWidth;
    const left = x + 14 + width > room ? x - 14 - width : x + 14;
    this.#readout.style.left = `${Math.max(4, left + window.scrollX)}px`;
    this.#readout.style.top = `${Math.max(box.top, 0) + window.scrollY + 34}px`;
  }
}

/** The time, and each job's watermarks then: the lowest, and how far it is behind. */
export function momentLines(model: ReportModel, time: number): readonly string[] {
  const names = namesOf(model);
  const { epochMillis } = model.header.clock;
  const { lines, bands } = model.watermarks;
  const jobs = ROLES.flatMap((role) => {
    const values = [
      ...lines.filter((line) => line.role === role).map((line) => valueAt(line, time)),
      ...bands
        .filter((band) => band.role === role)
        .map(({ t, low }) => valueAt({ t, wm: low }, time)),
    ].filter((value) => value !== null);
    const job = plainProse(names.job(role));
    if (values.length === 0) return [`${job}: no watermark`];
    const lowest = Math.min(...values);
    const lag = Math.round(time - (lowest - epochMillis) * 1_000);
    return [
      `${job}: watermark ${eventText(model, Math.round(lowest))}, ${spanText(lag, 3)} behind`,
    ];
  });
  return [names.instant(Math.round(time)), ...jobs];
}
