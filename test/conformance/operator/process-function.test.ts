import { describe, expect, it } from "vitest";
import { KeyTable } from "../../../src/model/network/key-groups.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type {
  InternalTimerService,
  TimeDomain,
} from "../../../src/model/operator/internal-timer-service.ts";
import { KeyedProcessOperator } from "../../../src/model/operator/keyed-process-operator.ts";
import type { Operator } from "../../../src/model/operator/operator.ts";
import { ProcessOperator } from "../../../src/model/operator/process-operator.ts";
import {
  type RecordedValues,
  type Recording,
  recordings,
  time,
  versionsOf,
} from "../recordings.ts";

const DOMAINS: Readonly<Record<string, TimeDomain>> = { E: "event", P: "processing" };

/** What is planted: timers at or below the watermark fire at once, as in no Flink. */
type Fault = "fires at once" | undefined;

class Driver implements Operator {
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

  constructor(recording: Recording, fault: Fault) {
    this.#config = recording.config;
    this.#fault = fault;
    this.#names = [
      ...new Set(recording.steps.flatMap((s) => ("key" in s ? [String(s["key"])] : []))),
    ];
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
    return { rec: [watermark, this.#processingTime, hasTimestamp ? ts : null] };
  }

  #timer(
    { key }: Element,
    at: number,
    domain: TimeDomain,
    timers: InternalTimerService,
    out: () => void,
  ): void {
    const seen = [timers.currentWatermark, this.#processingTime];
    this.#emit({ timer: [at, domain, this.#names[key], ...seen] }, out);
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

  step(step: RecordedValues): readonly unknown[] {
    this.#out = [];
    const operator = this.#config["operator"] === "ProcessOperator" ? this.#plain : this.#keyed;
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
    return this.#out;
  }

  get pending(): readonly number[] {
    return [this.#keyed.timers.pending("event"), this.#keyed.timers.pending("processing")];
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

/** A recorded output in the driver's words. */
function recorded(out: RecordedValues): unknown {
  if ("wm" in out) return { wm: time(out["wm"]) };
  const emit = out["emit"] as RecordedValues | undefined;
  if (emit === undefined) return out;
  const ts = out["ts"] === null ? null : time(out["ts"]);
  const rec = emit["rec"] as RecordedValues | undefined;
  if (rec !== undefined) {
    const recTs = rec["ts"] === null ? null : time(rec["ts"]);
    return { emit: { rec: [time(rec["wmSeen"]), rec["ptSeen"], recTs] }, ts };
  }
  const domain = DOMAINS[String(emit["domain"])];
  const seen = [time(emit["wmSeen"]), emit["ptSeen"]];
  return { emit: { timer: [time(emit["timer"]), domain, emit["key"], ...seen] }, ts };
}

/** Timers of equal time are a set: each run of them in a fixed order. */
function normal(out: readonly unknown[]): string {
  const lines = out.map((one) => {
    const { emit } = one as { readonly emit?: { readonly timer?: readonly unknown[] } };
    return { at: emit?.timer?.slice(0, 2).join(), text: JSON.stringify(one) };
  });
  const texts: string[] = [];
  for (let i = 0; i < lines.length; ) {
    let j = i + 1;
    while (j < lines.length && lines[i]!.at !== undefined && lines[j]!.at === lines[i]!.at) j++;
    texts.push(
      ...lines
        .slice(i, j)
        .map((line) => line.text)
        .sort(),
    );
    i = j;
  }
  return texts.join("\n");
}

function deviations(cases: readonly Recording[], fault?: Fault): readonly string[] {
  const found: string[] = [];
  for (const recording of cases) {
    const driver = new Driver(recording, fault);
    for (const [index, step] of recording.steps.entries()) {
      const out = normal(driver.step(step));
      const wanted = normal((step["out"] as readonly RecordedValues[]).map(recorded));
      const pending = step["=pending"] as readonly number[] | undefined;
      const isSame = pending === undefined || pending.join() === driver.pending.join();
      if (out === wanted && isSame) continue;
      found.push(`${recording.id} step ${index}`);
      break;
    }
  }
  return found;
}

describe("process functions answer as Flink's did (W16, W20)", () => {
  const cases = recordings("process-function");

  it.each(["1.20.3", "2.3.0"] as const)("in every case recorded on %s", (version) => {
    const mine = cases.filter((one) => versionsOf(one).includes(version));
    expect(mine.length).toBeGreaterThan(200);
    expect(deviations(mine)).toEqual([]);
  });

  it("and the cases notice timers that fire at once when the watermark has passed them", () => {
    expect(deviations(cases, "fires at once").length).toBeGreaterThan(10);
  });
});
