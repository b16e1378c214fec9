/** The page with its script: what it shows is in the hash, so that a link shows the same. */
import type { FailedRecord, ReportSpan } from "../../explore/report-facts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import type { NamedSubtask } from "../html/charts/view.ts";
import { namesOf, plainProse } from "../html/words/prose.ts";
import { ChartGestures } from "./chart-gestures.ts";
import { Cursor, momentLines } from "./cursor.ts";
import { all, byId } from "./dom.ts";
import { failureAt } from "./failure-at.ts";
import { FailureList } from "./failure-list.ts";
import { formatHash, type HashState, PLAIN, parseHash } from "./hash-state.ts";
import { LedgerPointer } from "./ledger-pointer.ts";
import { showToggle } from "./narrow-screen.ts";
import { zoomed } from "./plot-pointer.ts";
import { Readout } from "./readout.ts";
import { nextSubtask, onSubtaskName } from "./subtask-names.ts";
import { type PlacedChart, TimeCharts } from "./time-charts.ts";

export class ReportPage {
  readonly reported: ReportModel;
  #model: ReportModel;
  #state: HashState;
  readonly #charts: TimeCharts;
  readonly #readout = new Readout();
  readonly #cursor = new Cursor(this.#readout);
  readonly ledger: LedgerPointer;
  #failures: FailureList;
  /** Told when a link, or the back key, asks for other settings. */
  onLive: ((live: HashState["live"]) => void) | undefined;

  constructor(model: ReportModel) {
    this.reported = model;
    this.#model = model;
    this.#charts = new TimeCharts(model);
    this.#failures = new FailureList(model);
    new ChartGestures(this.#charts, {
      pointed: (time, by) => this.#point(time, by),
      zoom: (span) => this.zoom(span),
      clicked: (chart, place) => this.#tellOf(failureAt(this.#model, chart, place)),
    });
    this.ledger = new LedgerPointer(this.#readout, {
      model: () => this.#model,
      asked: (query) => this.#list(query),
      said: say,
    });
    onSubtaskName((subtask) => this.emphasise(subtask));
    this.#state = PLAIN;
    window.addEventListener("hashchange", () => this.#follow());
  }

  get state(): HashState {
    return this.#state;
  }

  get model(): ReportModel {
    return this.#model;
  }

  /** As the link says; called once all is in place. */
  start(): void {
    this.#apply(parseHash(location.hash), true);
    showToggle(this.#charts, this.#model);
  }

  /** Another run, or the reported one again, which the page shows by now. */
  show(model: ReportModel): void {
    this.#model = model;
    this.#charts.take(model);
    this.#failures = new FailureList(model);
    if (this.#state.query !== "") this.#failures.ask(this.#state.query);
    this.#cursor.show(undefined, [], model);
  }

  setLive(live: HashState["live"]): void {
    this.#change({ live });
  }

  zoom(span: ReportSpan | undefined): void {
    const { originMicros, window } = this.#model.header.clock;
    const isAll =
      span !== undefined &&
      span.from <= window.from &&
      span.to >= window.to &&
      this.#model.header.clock.focus === null;
    const relative =
      span === undefined || isAll
        ? undefined
        : { from: span.from - originMicros, to: span.to - originMicros };
    this.#change({ span: relative });
  }

  zoomBy(factor: number): void {
    const { bounds } = this.#charts;
    const span = this.#charts.span ?? this.#model.header.clock.focus ?? bounds;
    const centre = this.#cursor.time ?? (span.from + span.to) / 2;
    const inside = centre >= span.from && centre <= span.to ? centre : (span.from + span.to) / 2;
    this.zoom(zoomed(span, factor, inside, bounds));
  }

  pan(share: number): void {
    const span = this.#charts.span ?? this.#model.header.clock.focus;
    if (span === null || span === undefined) return;
    const by = (span.to - span.from) * share;
    const { bounds } = this.#charts;
    this.zoom(zoomed({ from: span.from + by, to: span.to + by }, 1, span.from + by, bounds));
  }

  toggleLag(): void {
    this.#change({ isLag: !this.#state.isLag });
  }

  ask(query: string): number {
    this.#change({ query });
    return this.#failures.ask(query);
  }

  /** It stands out in every chart, until it is asked for again. */
  emphasise(wanted: NamedSubtask): void {
    const { subtask: shown } = this.#state;
    const isShown = shown?.role === wanted.role && shown.subtask === wanted.subtask;
    this.#change({ subtask: isShown ? undefined : wanted });
    const name = namesOf(this.#model).subtask(wanted);
    say(isShown ? "All subtasks alike." : `${plainProse(name)} stands out.`);
  }

  stepSubtask(by: 1 | -1): void {
    const next = nextSubtask(this.#model, this.#state.subtask, by);
    if (next !== undefined) this.emphasise(next);
  }

  /** Goes to the failures that are asked for. */
  #list(query: string): void {
    this.#change({ query, target: "failures" });
    const count = this.#failures.ask(query);
    const table = byId("failures");
    table?.scrollIntoView({ block: "start" });
    table?.closest<HTMLElement>(".scroll")?.focus({ preventScroll: true });
    say(`${count} failures`);
  }

  setLetterKeys(hasLetterKeys: boolean): void {
    this.#change({ hasLetterKeys });
  }

  /** To the next failure: the timeline goes there, the cursor stands on it, its row is told. */
  stepFailure(by: 1 | -1): void {
    const found = this.#failures.step(by);
    if (found === undefined) {
      say("There is no failure.");
      return;
    }
    const { bounds } = this.#charts;
    const shown = this.#charts.span ?? this.#model.header.clock.focus ?? bounds;
    const margin = (shown.to - shown.from) * 0.04;
    if (found.at < shown.from + margin || found.at > shown.to - margin) {
      const half = (shown.to - shown.from) / 2;
      this.zoom(zoomed({ from: found.at - half, to: found.at + half }, 1, found.at, bounds));
    }
    this.#cursor.show(found.at, this.#charts.placed(), this.#model, this.#chart("timeline"));
    byId("timeline")?.scrollIntoView({ block: "start" });
    say(found.text);
  }

  /** To why it failed, or else to its row; the back key leads back. */
  #tellOf(failure: FailedRecord | undefined): void {
    if (failure === undefined) return;
    const cause = failure.cause === null ? undefined : this.#model.causes.causes[failure.cause];
    const target = cause === undefined ? `failure/${failure.id}` : `why/${cause.failure}`;
    location.hash = formatHash({ ...this.#state, target });
    byId(target)?.scrollIntoView({ block: "start" });
  }

  moveCursor(share: number): void {
    const chart = this.#focused();
    if (chart === undefined) return;
    const { from, to } = chart.span;
    const time = (this.#cursor.time ?? (from + to) / 2) + share * (to - from);
    this.#cursor.show(
      Math.min(to, Math.max(from, time)),
      this.#charts.placed(),
      this.#model,
      chart,
    );
  }

  tellCursor(): void {
    const { time } = this.#cursor;
    say(time === undefined ? "The cursor is nowhere." : momentLines(this.#model, time).join(". "));
  }

  clear(): void {
    this.ledger.clear();
    this.#cursor.show(undefined, [], this.#model);
    this.#change({ span: undefined, isLag: false, subtask: undefined });
  }

  goTo(number: number): void {
    const section = all("main section")[number];
    if (section === undefined) return;
    section.scrollIntoView({ block: "start" });
    this.#change({ target: section.id });
  }

  #focused(): PlacedChart | undefined {
    const host = document.activeElement?.closest("[data-chart]");
    return this.#charts.placed().find((chart) => chart.host === host);
  }

  #chart(name: string): PlacedChart | undefined {
    return this.#charts.placed().find((chart) => chart.name === name);
  }

  #point(time: number | undefined, by: PlacedChart | undefined): void {
    this.#cursor.show(time, time === undefined ? [] : this.#charts.placed(), this.#model, by);
  }

  #change(change: Partial<HashState>): void {
    this.#state = { ...this.#state, ...change };
    history.replaceState(null, "", formatHash(this.#state));
    this.#showState();
  }

  /** A link within the page names an element alone: how things are shown stays as it is. */
  #follow(): void {
    const isBare = !location.hash.includes("?");
    const next = parseHash(location.hash);
    this.#apply(isBare ? { ...this.#state, target: next.target } : next, !isBare);
    if (isBare) history.replaceState(null, "", formatHash(this.#state));
  }

  #apply(state: HashState, scrolls: boolean): void {
    const isOther = JSON.stringify(state.live) !== JSON.stringify(this.#state.live);
    this.#state = state;
    if (isOther) this.onLive?.(state.live);
    this.#failures.ask(state.query);
    this.#showState();
    const target = state.target === "" ? undefined : byId(state.target);
    target?.closest("details")?.setAttribute("open", "");
    if (scrolls) target?.scrollIntoView({ block: "start" });
  }

  #showState(): void {
    const { span } = this.#state;
    const { originMicros } = this.#model.header.clock;
    const absolute =
      span === undefined
        ? undefined
        : { from: span.from + originMicros, to: span.to + originMicros };
    this.#charts.show(absolute, this.#state);
    document.documentElement.classList.toggle("is-zoomed", absolute !== undefined);
    for (const hear of this.#heard) hear(this.#state);
  }

  readonly #heard: ((state: HashState) => void)[] = [];

  /** Hears of every state, the present one first. */
  onState(hear: (state: HashState) => void): void {
    this.#heard.push(hear);
    hear(this.#state);
  }
}

/** For screen readers, on demand alone. */
export function say(text: string): void {
  const region = byId("said");
  if (region !== undefined) region.textContent = text;
}
