import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { WindowState } from "../../../src/model/operator/keyed-state.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import type { WindowAssigner } from "../../../src/model/operator/window-assigner.ts";
import { WindowOperator } from "../../../src/model/operator/window-operator.ts";
import type { WindowFunctions } from "../../../src/model/operator/window-store.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Adapter, type Answer, sortedRuns, stepwiseCorpus } from "../stepwise.ts";

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

/** What is planted: the rule that is broken on purpose. */
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
    case "session":
      return { type: "session", gapMillis: number("gap") };
    default:
      throw new NotSupported(`the window ${config["window"]}`);
  }
}

class WindowDriver implements Operator {
  readonly #config: RecordedValues;
  readonly #names: readonly string[];
  readonly #element: Element = new Element();
  readonly #lists: Lists = new Lists();
  readonly #keys: KeyTable;
  readonly #fault: Fault;
  #operator: WindowOperator;
  #out: unknown[] = [];

  constructor(config: RecordedValues, steps: readonly RecordedValues[], fault: Fault) {
    this.#config = config;
    this.#fault = fault;
    this.#names = [...new Set(steps.flatMap((s) => ("key" in s ? [String(s["key"])] : [])))];
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

  step(step: RecordedValues): Answer {
    this.#out = [];
    if (step["op"] === "restore") {
      this.#restore();
      return { out: this.#out };
    }
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
    } else if (step["op"] === "wm") this.#operator.processWatermark(time(step["ts"]));
    else this.#operator.processStatus(step["s"] === "IDLE");
    const rise = this.#operator.lateDropped - dropped;
    return rise > 0 ? { out: this.#out, "=dropped": rise } : { out: this.#out };
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
    // The operator counts what its accumulator holds.
    if (count !== values.length) this.#out.push({ count, of: values.length });
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

/** Results of equal time are a set, a merged list a multiset; main outputs come before the others. */
function normal(out: readonly RecordedValues[], config: RecordedValues): unknown {
  const isResult = (one: RecordedValues): boolean => "result" in one;
  const results = out.filter(isResult).map((one) => {
    const result = one["result"] as RecordedValues;
    const values = result["values"] as readonly number[] | undefined;
    if (values === undefined || config["window"] !== "session") return one;
    return { ...one, result: { ...result, values: values.toSorted((a, b) => a - b) } };
  });
  const others = out.filter((one) => !isResult(one));
  return [...sortedRuns(results, (one) => String(one["ts"])), ...others];
}

function windowAdapter(fault: Fault): Adapter {
  return (config, _rules, steps) => {
    const driver = new WindowDriver(config, steps, fault);
    return (step) => driver.step(step);
  };
}

/** `WindowOperator` with `EventTimeTrigger`: tumbling, sliding and session windows. */
export const windows: Corpus = stepwiseCorpus({
  name: "windows",
  rules: ["W17", "W20"],
  ops: ["rec", "wm", "status", "restore"],
  normal,
  adapter: windowAdapter(undefined),
  faults: {
    "the allowed lateness is one millisecond too long": windowAdapter("lateness"),
    "the watermark survives a restore": windowAdapter("restored watermark"),
  },
});
