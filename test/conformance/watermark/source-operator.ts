import { MAIN_OUTPUT, SourceWatermarks } from "../../../src/model/watermark/source-watermarks.ts";
import type { FlinkVersionRules } from "../../../src/model/watermark/version-rules.ts";
import type { Corpus, RecordedValues } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Adapter, type Answer, stepwiseCorpus } from "../stepwise.ts";
import { streamInto, taken } from "./outputs.ts";

interface Waiting {
  readonly split: number;
  readonly id: number;
  readonly ts: number;
}

/** A reader with a queue, two timers and the class under test: what the recorder drove. */
class ScriptedSource {
  readonly #log: unknown[] = [];
  readonly #watermarks: SourceWatermarks;
  readonly #clock: { now: number };
  readonly #names: string[] = [];
  readonly #isAligned: boolean;
  readonly #timers: { at: number; readonly every: number; readonly fire: () => void }[] = [];
  #waiting: Waiting[] = [];

  constructor(config: RecordedValues, rules: FlinkVersionRules) {
    const start = Number(config["clockStartMs"]);
    this.#clock = { now: start };
    const idle = config["idleTimeoutMs"];
    const update = config["alignmentUpdateIntervalMs"];
    this.#isAligned = update !== null;
    this.#watermarks = new SourceWatermarks({
      boundMillis: Number(config["boundMs"]),
      idleTimeout: idle === null ? undefined : Number(idle),
      clock: this.#clock,
      rules,
      output: streamInto(this.#log),
      ...(update === null ? {} : { alignment: this.#alignment() }),
    });
    for (const name of config["initialSplits"] as string[]) this.#addSplit(name);
    const emit = Number(config["autoWatermarkIntervalMs"]);
    this.#every(start, emit, () => this.#watermarks.onPeriodicEmit());
    if (update !== null) {
      this.#every(start, Number(update), () => this.#watermarks.onAlignmentInterval());
    }
  }

  step(step: RecordedValues): Answer {
    const split = this.#splitOf(step["split"]);
    switch (step["op"]) {
      case "rec":
        this.#waiting.push({ split, id: Number(step["id"]), ts: time(step["ts"]) });
        break;
      case "advance":
        this.#advance(Number(step["ms"]));
        break;
      case "addSplit":
        this.#addSplit(String(step["split"]));
        break;
      case "release":
        this.#watermarks.removeSplit(split);
        this.#waiting = this.#waiting.filter((one) => one.split !== split);
        break;
      case "align":
        this.#watermarks.onAlignment(time(step["maxAllowed"]));
        break;
      default:
        this.#watermarks.mark(split, step["op"] === "readerMarkIdle");
    }
    this.#poll();
    const out = taken(this.#log);
    return this.#isAligned ? { out, "=held": this.#waiting.length } : { out };
  }

  #poll(): void {
    for (;;) {
      const next = this.#waiting.findIndex(({ split }) => !this.#watermarks.isPaused(split));
      if (next < 0 || this.#watermarks.isWaiting) return;
      const [{ split, id, ts }] = this.#waiting.splice(next, 1) as [Waiting];
      this.#log.push({ rec: id, ts });
      this.#watermarks.onRecord(split, ts);
    }
  }

  #advance(millis: number): void {
    const to = this.#clock.now + millis;
    for (;;) {
      let first = this.#timers[0];
      for (const timer of this.#timers) if (first && timer.at < first.at) first = timer;
      if (first === undefined || first.at > to) break;
      this.#clock.now = first.at;
      first.at += first.every;
      first.fire();
    }
    this.#clock.now = to;
  }

  #every(start: number, every: number, fire: () => void): void {
    this.#timers.push({ at: start + every, every, fire });
  }

  #splitOf(name: unknown): number {
    return name === null || name === undefined ? MAIN_OUTPUT : this.#names.indexOf(String(name));
  }

  #addSplit(name: string): void {
    if (!this.#names.includes(name)) this.#names.push(name);
    this.#watermarks.addSplit(this.#names.indexOf(name));
  }

  #alignment(): NonNullable<ConstructorParameters<typeof SourceWatermarks>[0]["alignment"]> {
    // Flink's order within one call is that of a HashMap; both sides are sorted.
    const named = (splits: readonly (number | string)[]) =>
      splits.map((split) => this.#names[Number(split)]).sort();
    return {
      pauseOrResumeSplits: (pause, resume) => {
        if (pause.length > 0) this.#log.push({ pauseSplits: named(pause) });
        if (resume.length > 0) this.#log.push({ resumeSplits: named(resume) });
      },
      waitForAlignment: () => {},
      report: (report) => this.#log.push({ report }),
    };
  }
}

const real: Adapter = (config, rules) => {
  const source = new ScriptedSource(config, rules);
  return (step) => source.step(step);
};

/** `SourceOperator` with a scripted reader: outputs of splits, idleness, alignment. */
export const sourceOperator: Corpus = stepwiseCorpus({
  name: "source-operator",
  rules: ["W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11", "W12", "W19"],
  ops: ["rec", "advance", "addSplit", "release", "align", "readerMarkIdle", "readerMarkActive"],
  adapter: real,
  faults: {
    "2.3.0 judges the latest watermark as 1.20.3 does (W19)": (config, rules, steps) =>
      real(config, { ...rules, alignmentBufferSize: 0 }, steps),
    "the bound is off by one (W1)": (config, rules, steps) =>
      real({ ...config, boundMs: Number(config["boundMs"]) + 1 }, rules, steps),
  },
});
