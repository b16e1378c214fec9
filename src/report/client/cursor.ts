/** One line over all charts at the time that is pointed at, and what was so at that time. */
import type { ReportModel } from "../../explore/report-model.ts";
import { eventText } from "../html/charts/event-axis.ts";
import { ROLES } from "../html/charts/view.ts";
import { valueAt } from "../html/charts/watermark-lines.ts";
import { namesOf, plainProse } from "../html/words/prose.ts";
import { spanText } from "../quantity.ts";
import { all, makeSvg } from "./dom.ts";
import { xAt } from "./plot-pointer.ts";
import type { Readout } from "./readout.ts";
import type { PlacedChart } from "./time-charts.ts";

export class Cursor {
  readonly #readout: Readout;
  #time: number | undefined;
  #isTold = false;

  constructor(readout: Readout) {
    this.#readout = readout;
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
    const wasTold = this.#isTold;
    this.#time = time;
    this.#isTold = time !== undefined && by !== undefined;
    for (const line of all<SVGElement>(".cursor")) line.remove();
    // Another hand may have the readout by now.
    if (wasTold && !this.#isTold) this.#readout.hide();
    if (time === undefined) return;
    for (const { svg, span } of charts) {
      if (time < span.from || time > span.to) continue;
      const x = xAt(time, span).toFixed(1);
      const bottom = Number(svg.getAttribute("height")) - 30;
      svg.append(makeSvg("path", { class: "cursor", d: `M${x} 20V${bottom}` }));
    }
    if (by === undefined) return;
    const place = { x: xAt(time, by.span), y: 34 };
    this.#readout.show(momentLines(model, time), by.svg, place);
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
