import { describe, expect, it } from "vitest";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { WindowState } from "../../../src/model/operator/keyed-state.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import type { WindowAssigner } from "../../../src/model/operator/window-assigner.ts";
import { WindowOperator } from "../../../src/model/operator/window-operator.ts";
import type { WindowFunctions } from "../../../src/model/operator/window-store.ts";
import {
  type RecordedValues,
  type Recording,
  recordings,
  time,
  versionsOf,
} from "../recordings.ts";

/** Digests that stand for the list of values, so that the operator's own accumulator is driven. */
class Lists implements WindowFunctions {
  readonly #lists: number[][] = [[]];

  windowAdd(digest: number, value: number): number {
    return this.#lists.push([...this.list(digest), value]) - 1;
  }

  windowMerge(a: number, b: number): number {
    return this.#lists.push([...this.list(a), ...this.list(b)]) - 1;
  }

  list(digest: number): readonly number[] {
    return this.#lists[digest] as number[];
  }
}

/** What is planted: the rule that a test breaks on purpose. */
type Fault = "restored watermark" | "lateness" | undefined;

function assignerOf(config: RecordedValues): WindowAssigner {
  const number = (name: string): number => Number(config[name]);
  switch (config["window"]) {
    case "tumbling":
      return { type: "tumbling", sizeMillis: number("size"), offsetMillis: number("offset") };
    case "sliding":
      return {
        type: "sliding",
        sizeMillis: number("size"),
        slideMillis: number("slide"),
        offsetMillis: number("offset"),
      };
    default:
      return { type: "session", gapMillis: number("gap") };
  }
}

class Driver implements Operator {
  readonly #config: RecordedValues;
  readonly #names: readonly string[];
  readonly #element: Element = new Element();
  readonly #lists: Lists = new Lists();
  readonly #keys: KeyTable;
  readonly #fault: Fault;
  #operator: WindowOperator;
  #out: unknown[] = [];

  constructor(recording: Recording, fault: Fault) {
    this.#config = recording.config;
    this.#fault = fault;
    this.#names = [
      ...new Set(recording.steps.flatMap((s) => ("key" in s ? [String(s["key"])] : []))),
    ];
    this.#keys = new KeyTable(this.#names, 128);
    this.#operator = this.#open();
  }

  #open(): WindowOperator {
    const lateness = Number(this.#config["allowedLateness"]);
    return new WindowOperator({
      element: this.#element,
      next: this,
      keys: this.#keys,
      assigner: assignerOf(this.#config),
      allowedLatenessMillis: this.#fault === "lateness" ? lateness + 1 : lateness,
      lateSideOutput: this.#config["lateSideOutput"] === true,
      functions: this.#lists,
      resultId: -1,
    });
  }

  step(step: RecordedValues): { readonly out: readonly unknown[]; readonly dropped: number } {
    this.#out = [];
    const dropped = this.#operator.lateDropped;
    const late = this.#operator.lateSideOutputs;
    if (step["op"] === "rec") {
      const element = this.#element;
      Object.assign(element, { id: 0, ts: time(step["ts"]), hasTimestamp: true, count: 1 });
      element.key = this.#names.indexOf(String(step["key"]));
      element.value = Number(step["value"]);
      this.#operator.processElement();
      if (this.#operator.lateSideOutputs > late) {
        const { key, value, ts } = step;
        this.#out.push({ late: { key, value }, ts });
      }
      return { out: this.#out, dropped: this.#operator.lateDropped - dropped };
    }
    if (step["op"] === "wm") this.#operator.processWatermark(time(step["ts"]));
    else if (step["op"] === "status") this.#operator.processStatus(step["s"] === "IDLE");
    else this.#restore();
    return { out: this.#out, dropped: 0 };
  }

  #restore(): void {
    const state: WindowState = this.#operator.snapshot();
    const watermark = this.#operator.currentWatermark;
    this.#operator = this.#open();
    this.#operator.restore([state], { from: 0, to: 127 });
    if (this.#fault !== "restored watermark") return;
    this.#operator.processWatermark(watermark);
    this.#out = [];
  }

  processElement(): void {
    const { key, ts, windowStart, value, count } = this.#element;
    const values = this.#lists.list(value);
    expect(count).toBe(values.length);
    const content =
      this.#config["function"] === "list"
        ? { values }
        : { sum: values.reduce((sum, one) => sum + one, 0) };
    const wmSeen = this.#operator.currentWatermark;
    const window = { key: this.#names[key], start: windowStart, end: ts + 1 };
    this.#out.push({ result: { ...window, ...content, wmSeen }, ts });
  }

  processWatermark(wm: number): void {
    this.#out.push({ wm });
  }

  processStatus(idle: boolean): void {
    this.#out.push({ status: idle ? "IDLE" : "ACTIVE" });
  }
}

/** Comparable text of a step's outputs: results of equal time are a set, merged lists a multiset. */
function normal(out: readonly unknown[], isSession: boolean): string {
  const results: { readonly ts: number; readonly text: string }[] = [];
  const others: string[] = [];
  for (const one of out as readonly RecordedValues[]) {
    const result = one["result"] as RecordedValues | undefined;
    if (result === undefined) {
      others.push(JSON.stringify("wm" in one ? { wm: time(one["wm"]) } : one));
      continue;
    }
    const values = result["values"] as readonly number[] | undefined;
    const listed = isSession ? values?.toSorted((a, b) => a - b) : values;
    const { key, start, end, sum } = result;
    const text = JSON.stringify([key, start, end, sum, listed, time(result["wmSeen"])]);
    results.push({ ts: time(one["ts"]), text });
  }
  // In place: only neighbours of equal time change places.
  for (let i = 0; i < results.length; ) {
    let j = i;
    while (j < results.length && results[j]!.ts === results[i]!.ts) j++;
    const texts = results.slice(i, j).map((result) => result.text);
    texts.sort().forEach((text, k) => {
      results[i + k] = { ts: results[i]!.ts, text };
    });
    i = j;
  }
  return [...results.map((result) => result.text), ...others].join("\n");
}

function deviations(cases: readonly Recording[], fault?: Fault): readonly string[] {
  const found: string[] = [];
  for (const recording of cases) {
    const driver = new Driver(recording, fault);
    const isSession = recording.config["window"] === "session";
    for (const [index, step] of recording.steps.entries()) {
      const { out, dropped } = driver.step(step);
      const recorded = normal(step["out"] as readonly unknown[], isSession);
      if (normal(out, isSession) === recorded && dropped === (step["=dropped"] ?? 0)) continue;
      found.push(`${recording.id} step ${index}`);
      break;
    }
  }
  return found;
}

describe("WindowOperator answers as Flink's did (W17, W20)", () => {
  const cases = recordings("windows");

  it.each(["1.20.3", "2.3.0"] as const)("in every case recorded on %s", (version) => {
    const mine = cases.filter((one) => versionsOf(one).includes(version));
    expect(mine.length).toBeGreaterThan(400);
    expect(deviations(mine)).toEqual([]);
  });

  it("and the cases notice a lateness that is one millisecond too long", () => {
    expect(deviations(cases, "lateness").length).toBeGreaterThan(10);
  });

  it("and the cases notice a watermark that survives a restore", () => {
    expect(deviations(cases, "restored watermark").length).toBeGreaterThan(0);
  });
});
