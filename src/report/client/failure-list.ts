/** The failures: which are asked for, and which one is next. */
import type { FailedRecord } from "../../explore/report-facts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import { eventOrigin } from "../html/charts/event-axis.ts";
import { momentOf } from "../html/charts/timeline-plot.ts";
import { doneWord } from "../html/words/cause-words.ts";
import { namesOf } from "../html/words/prose.ts";
import { byId } from "./dom.ts";
import { failureTest } from "./failure-query.ts";

export class FailureList {
  readonly #model: ReportModel;
  #asked: readonly FailedRecord[];
  #place = -1;

  constructor(model: ReportModel) {
    this.#model = model;
    this.#asked = model.data.failures.shown;
  }

  /** Hides the rows of the others; gives how many are asked for. */
  ask(query: string): number {
    const names = namesOf(this.#model);
    const origin = eventOrigin(this.#model);
    const test = failureTest(query, {
      outcome: ({ kind }) => doneWord(kind),
      keyName: ({ key }) => (key === null ? "" : names.key(key)),
      seconds: ({ ts }) => (ts === null ? undefined : (ts - origin) / 1_000),
    });
    const isAsked = (failure: FailedRecord): boolean =>
      test(failure, rowOf(failure)?.textContent ?? failure.id);
    this.#asked = this.#model.data.failures.shown.filter(isAsked);
    const asked = new Set(this.#asked);
    for (const failure of this.#model.data.failures.shown) {
      const row = rowOf(failure);
      if (row !== undefined) row.hidden = !asked.has(failure);
    }
    this.#place = -1;
    return this.#asked.length;
  }

  /** The next one (or the one before) that has a moment; undefined: there is none. */
  step(
    by: 1 | -1,
  ): { readonly failure: FailedRecord; readonly at: number; readonly text: string } | undefined {
    const count = this.#asked.length;
    for (let tries = 0; tries < count; tries++) {
      const start = this.#place < 0 && by < 0 ? 0 : this.#place;
      this.#place = (start + by + count) % count;
      const failure = this.#asked[this.#place];
      const at = failure === undefined ? undefined : momentOf(this.#model, failure);
      if (failure === undefined || at === undefined) continue;
      const row = rowOf(failure)?.textContent ?? failure.id;
      return { failure, at, text: `Failure ${this.#place + 1} of ${count}: ${row}` };
    }
    return undefined;
  }
}

function rowOf({ id }: FailedRecord): HTMLElement | undefined {
  return byId(`failure/${id}`);
}
