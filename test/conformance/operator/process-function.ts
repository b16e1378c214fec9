import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type {
  InternalTimerService,
  TimeDomain,
} from "../../../src/model/operator/internal-timer-service.ts";
import { KeyedProcessOperator } from "../../../src/model/operator/keyed-process-operator.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import { ProcessOperator } from "../../../src/model/operator/process-operator.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Adapter, type Answer, sortedRuns, stepwiseCorpus } from "../stepwise.ts";

const DOMAINS: Readonly<Record<string, TimeDomain>> = { E: "event", P: "processing" };

/** What is planted: timers at or below the watermark fire at once, as in no Flink. */
type Fault = "fires at once" | undefined;

class ProcessDriver implements Operator {
  readonly #config: RecordedValues;
  readonly #element: Element = new Element();
  readonly #names: readonly string[];
  readonly #keys: KeyTable;
  readonly #fault: Fault;
  #keyed: KeyedProcessOperator;
  readonly #plain: ProcessOperator;
  #commands: readonly string[] = [];
  #processingTime = 0;
  #emitted: unknown;
  #out: unknown[] = [];

  constructor(config: RecordedValues, steps: readonly RecordedValues[], fault: Fault) {
    this.#config = config;
    this.#fault = fault;
    this.#names = [...new Set(steps.flatMap((s) => ("key" in s ? [String(s["key"])] : [])))];
    this.#keys = new KeyTable(this.#names, 128);
    this.#keyed = this.#open();
    this.#plain = new ProcessOperator({
      element: this.#element,
      next: this,
      function: (element, watermark, out) => this.#emit(this.#record(element, watermark), out),
    });
  }

  #open(): KeyedProcessOperator {
    return new KeyedProcessOperator({
      element: this.#element,
      next: this,
      keys: this.#keys,
      function: {
        processElement: (element, timers, out) => {
          const key = element.key;
          this.#emit(this.#record(element, timers.currentWatermark), out);
          for (const command of this.#commands) this.#command(command, key, timers);
        },
        onTimer: (element, at, domain, timers, out) =>
          this.#timer(element, at, domain, timers, out),
      },
    });
  }

  #record({ ts, hasTimestamp }: Element, watermark: number): unknown {
    const wmSeen = watermark;
    return { rec: { wmSeen, ptSeen: this.#processingTime, ts: hasTimestamp ? ts : null } };
  }

  #timer(
    { key }: Element,
    at: number,
    domain: TimeDomain,
    timers: InternalTimerService,
    out: () => void,
  ): void {
    const seen = { wmSeen: timers.currentWatermark, ptSeen: this.#processingTime };
    const name = domain === "event" ? "E" : "P";
    this.#emit({ timer: at, domain: name, key: this.#names[key], ...seen }, out);
    const again = this.#config["onTimer"] as RecordedValues | null;
    if (again === null || at >= 2 ** 63 - 1000) return;
    const modulo = Number(again["ifTimerModulo"]);
    if (((at % modulo) + modulo) % modulo !== 0) return;
    timers.register(domain, key, at + Number(again["registerSameDomainAt+"]));
  }

  #emit(emitted: unknown, out: () => void): void {
    this.#emitted = emitted;
    out();
  }

  #command(command: string, key: number, timers: InternalTimerService): void {
    const domain = DOMAINS[command[0] as string] as TimeDomain;
    const at = Number(command.slice(2));
    if (command[1] === "-") timers.delete(domain, key, at);
    else timers.register(domain, key, at);
    if (this.#fault !== undefined && at <= timers.currentWatermark) {
      timers.advanceWatermark(timers.currentWatermark);
    }
  }

  step(step: RecordedValues): Answer {
    this.#out = [];
    this.#take(step);
    if (this.#operator === this.#plain) return { out: this.#out };
    const { timers } = this.#keyed;
    return { out: this.#out, "=pending": [timers.pending("event"), timers.pending("processing")] };
  }

  get #operator(): Operator {
    if (this.#config["operator"] === "ProcessOperator") return this.#plain;
    if (this.#config["operator"] === "KeyedProcessOperator") return this.#keyed;
    throw new NotSupported(`the operator ${this.#config["operator"]}`);
  }

  #take(step: RecordedValues): void {
    const operator = this.#operator;
    if (step["op"] === "rec") {
      const element = this.#element;
      element.hasTimestamp = step["ts"] !== null;
      element.ts = element.hasTimestamp ? time(step["ts"]) : Number.NaN;
      element.key = this.#names.indexOf(String(step["key"]));
      this.#commands = (step["do"] as readonly string[] | undefined) ?? [];
      operator.processElement();
    } else if (step["op"] === "wm") {
      operator.processWatermark(time(step["ts"]));
    } else if (step["op"] === "status") {
      operator.processStatus(step["s"] === "IDLE");
    } else if (step["op"] === "pt") {
      this.#processingTime = Number(step["to"]);
      this.#keyed.timers.advanceProcessingTime(this.#processingTime);
    } else {
      const state = this.#keyed.snapshot();
      this.#keyed = this.#open();
      this.#keyed.restore([state], { from: 0, to: 127 });
    }
  }

  processElement(): void {
    const { ts, hasTimestamp } = this.#element;
    this.#out.push({ emit: this.#emitted, ts: hasTimestamp ? ts : null });
  }

  processWatermark(wm: number): void {
    this.#out.push({ wm });
  }

  processStatus(idle: boolean): void {
    this.#out.push({ status: idle ? "IDLE" : "ACTIVE" });
  }
}

/** Timers of equal time are a set: each run of them in a fixed order. */
function normal(out: readonly RecordedValues[]): unknown {
  return sortedRuns(out, ({ emit }) => {
    const { timer, domain } = (emit ?? {}) as RecordedValues;
    return timer === undefined ? undefined : `${domain} ${timer}`;
  });
}

function processAdapter(fault: Fault): Adapter {
  return (config, _rules, steps) => {
    const driver = new ProcessDriver(config, steps, fault);
    return (step) => driver.step(step);
  };
}

/** `KeyedProcessOperator` with its timers, and `ProcessOperator`. */
export const processFunction: Corpus = stepwiseCorpus({
  name: "process-function",
  rules: ["W16", "W20"],
  ops: ["rec", "wm", "status", "pt", "restore"],
  normal,
  adapter: processAdapter(undefined),
  faults: {
    "a timer that the watermark has passed fires at once": processAdapter("fires at once"),
  },
});
