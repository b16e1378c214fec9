import type { Element } from "./element.ts";
import type { InternalTimerService, TimeDomain } from "./internal-timer-service.ts";
import type { KeyedProcessFunction } from "./keyed-process-operator.ts";
import type { StageFunctions } from "./stage-functions.ts";
import { windowStart } from "./window-assigner.ts";

/**
 * The process function of a scenario: emits each record and, once a key and period, a timer result
 * at the period's end − 1. As user code has to, it tests for late records itself: one whose period
 * is over registers no timer (W17). In processing time the period is the one in which it comes.
 * Not modelled: that results of processing-time timers have no timestamp; these are given one.
 */
export class PeriodFunction implements KeyedProcessFunction {
  readonly #name: string;
  readonly #period: number;
  readonly #functions: StageFunctions;
  readonly #resultId: number;
  readonly #processingTime: (() => number) | undefined;

  constructor(options: {
    readonly name: string;
    /** 0 = no timers. */
    readonly timerMillis: number;
    readonly functions: StageFunctions;
    readonly resultId: number;
    /** The wall clock, if its timers go by it. */
    readonly processingTime?: (() => number) | undefined;
  }) {
    this.#name = options.name;
    this.#period = options.timerMillis;
    this.#functions = options.functions;
    this.#resultId = options.resultId;
    this.#processingTime = options.processingTime;
  }

  processElement(element: Element, timers: InternalTimerService, out: () => void): void {
    const now = this.#processingTime?.();
    if (this.#period > 0 && now !== undefined) {
      const end = windowStart(now, 0, this.#period) + this.#period;
      timers.register("processing", element.key, end - 1);
    } else if (this.#period > 0 && element.hasTimestamp) {
      const last = windowStart(element.ts, 0, this.#period) + this.#period - 1;
      if (last > timers.currentWatermark) timers.register("event", element.key, last);
    }
    element.value = this.#functions.processValue(this.#name, element.value);
    out();
  }

  onTimer(
    element: Element,
    time: number,
    _domain: TimeDomain,
    _timers: InternalTimerService,
    out: () => void,
  ): void {
    const start = time + 1 - this.#period;
    element.id = this.#resultId;
    element.ts = time;
    element.hasTimestamp = true;
    element.windowStart = start;
    element.value = this.#functions.timerValue(this.#name, element.key, start);
    out();
  }
}
