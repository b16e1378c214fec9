/** Simulates the run of the report again, in the page, as soon as a setting is moved. */
import { liveMargins } from "../../explore/live/live-margins.ts";
import { type LiveBase, liveReport } from "../../explore/live/live-run.ts";
import {
  type LiveSetting,
  type LiveValues,
  liveSettings,
} from "../../explore/live/live-settings.ts";
import { onReportedAxis } from "../../explore/live/moved-margins.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import { VERDICTS } from "../html/words/headline-words.ts";
import { settingInSentence } from "../html/words/setting-words.ts";
import { spanText } from "../quantity.ts";
import { byId, make } from "./dom.ts";
import type { HashState } from "./hash-state.ts";
import { LivePanel } from "./live-panel.ts";
import type { ReportPage } from "./page.ts";
import { redraw } from "./redraw.ts";

const WARM_RECORDS_MAX = 40_000;
const WARM_EVENTS_MAX = 40_000;

export class LivePage {
  readonly #page: ReportPage;
  readonly #base: LiveBase;
  readonly #settings: readonly LiveSetting[];
  readonly #panel: LivePanel;
  readonly #bar: HTMLElement = make("div", { class: "live-bar", role: "status", hidden: "" });
  #wanted: LiveValues | undefined;
  #measuring: { readonly stop: () => void } | undefined;

  constructor(page: ReportPage, base: LiveBase) {
    this.#page = page;
    this.#base = base;
    this.#settings = liveSettings(base.scenario.options);
    this.#panel = new LivePanel(this.#settings, (values) => this.#want(values));
    document.body.append(this.#bar);
    page.onLive = (live) => this.#follow(live);
    this.#warmUp();
  }

  /** A first run is slow until the browser has compiled it: made when a hand comes near, if it is short. */
  #warmUp(): void {
    const { arrived, events } = this.#page.reported.verdict;
    if (events > WARM_EVENTS_MAX || sum(arrived) > WARM_RECORDS_MAX) return;
    const host = byId("live");
    let isCold = true;
    const warm = (): void => {
      if (isCold) setTimeout(() => liveReport(this.#base, {}));
      isCold = false;
    };
    host?.addEventListener("focusin", warm);
    host?.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse") warm();
    });
  }

  /** The run as it was reported. */
  back(): void {
    this.#panel.set({});
    this.#want({});
  }

  #follow(live: HashState["live"]): void {
    const values = Object.fromEntries(
      this.#settings.flatMap(({ path, kind }) => {
        const text = live[path];
        if (text === undefined) return [];
        return [[path, kind === "duration" ? Number(text) : text] as const];
      }),
    );
    this.#panel.set(values);
    this.#want(values);
  }

  /** The latest wish alone is run, when the page has drawn the slider. */
  #want(values: LiveValues): void {
    const isWaiting = this.#wanted !== undefined;
    this.#wanted = values;
    this.#measuring?.stop();
    if (isWaiting) return;
    requestAnimationFrame(() =>
      setTimeout(() => {
        const wanted = this.#wanted ?? {};
        this.#wanted = undefined;
        this.#run(wanted);
      }),
    );
  }

  #run(values: LiveValues): void {
    this.#page.setLive(
      Object.fromEntries(Object.entries(values).map(([path, value]) => [path, String(value)])),
    );
    if (Object.keys(values).length === 0) {
      this.#bar.hidden = true;
      document.documentElement.classList.remove("is-live");
      this.#draw(this.#page.reported, true);
      return;
    }
    document.documentElement.classList.add("is-live");
    const before = performance.now();
    try {
      const fresh = liveReport(this.#base, values);
      const known = onReportedAxis(this.#page.reported, fresh, values);
      this.#draw(known ?? fresh, false);
      this.#tell(values, fresh, performance.now() - before);
      if (known === undefined) this.#measure(values, fresh);
    } catch (error) {
      this.#bar.replaceChildren(
        `This run met a bug in handover: ${String(error)} `,
        this.#button(),
      );
      this.#bar.hidden = false;
    }
  }

  #draw(model: ReportModel, isReported: boolean): void {
    redraw(model, isReported);
    this.#panel.hideAgain();
    this.#page.show(model);
  }

  /** One run after the other, each when the page has nothing else to do. */
  #measure(values: LiveValues, model: ReportModel): void {
    const steps = liveMargins(this.#base, values, model);
    let timer = 0;
    const step = (): void => {
      const next = steps.next();
      if (next.done === true) this.#draw(next.value, false);
      else timer = window.setTimeout(step, 1);
    };
    timer = window.setTimeout(step, 50);
    this.#measuring = { stop: () => clearTimeout(timer) };
  }

  #tell(values: LiveValues, model: ReportModel, millis: number): void {
    const moves = this.#settings.flatMap(({ path, kind, used }) => {
      const value = values[path];
      if (value === undefined) return [];
      const text = (one: typeof value): string =>
        kind === "duration" ? spanText(Number(one), 3) : String(one);
      return [`${settingInSentence(path)} ${text(value)} instead of ${text(used)}`];
    });
    const { word } = VERDICTS[model.verdict.status];
    const told = make("b", {}, `${word}. `);
    const what = `Not the run as reported: ${moves.join(", ")}. `;
    const took = make("span", { class: "dim" }, `Simulated in ${Math.round(millis)} ms. `);
    this.#bar.replaceChildren(told, what, took, this.#button());
    this.#bar.hidden = false;
  }

  #button(): HTMLButtonElement {
    const button = make("button", { type: "button" }, "Back to the run as reported (b)");
    button.addEventListener("click", () => this.back());
    return button;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
