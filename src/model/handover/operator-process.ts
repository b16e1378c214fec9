import type { Agenda, Appointment } from "../job/agenda.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { CONTROL } from "../phases.ts";

export interface OperatorSurroundings {
  readonly agenda: Agenda;
  readonly api: ApiServer;
  readonly epochMillis: number;
  /** One pass of the reconciler at that wall-clock millisecond. */
  reconcile(nowMillis: number): void;
}

/** `kubernetes.operator.retry.initial.interval` and `.interval.multiplier`, from memory. */
const RETRY_MICROS = 5_000_000;
const RETRY_MULTIPLIER = 1.5;

/**
 * The operator's process: a timer, a watch, a wall clock. While it is away nothing is reconciled, and
 * without the API server nothing can be: the pass fails and is tried again, later and later.
 * Not modelled: what a pass could do from its caches, and the end of its retries, after 15 of them.
 */
export class OperatorProcess {
  readonly #around: OperatorSurroundings;
  #timer: Appointment | undefined;
  #watch: number | undefined;
  /** The process is gone until then (µs). */
  #downUntil = -1;
  /** Until a pass that fails is tried again. */
  #retryMicros = RETRY_MICROS;
  #aheadMillis = 0;

  constructor(around: OperatorSurroundings) {
    this.#around = around;
  }

  /** It will look again. */
  get isAtWork(): boolean {
    return this.#timer !== undefined;
  }

  wallClockMillis(): number {
    const { epochMillis, agenda } = this.#around;
    return epochMillis + this.#aheadMillis + Math.floor(agenda.now / 1000);
  }

  /** Its wall clock is set; what is scheduled stays. */
  setClock(aheadMillis: number): void {
    this.#aheadMillis = aheadMillis;
  }

  look(): void {
    const { agenda, api } = this.#around;
    this.#timer = undefined;
    if (agenda.now < this.#downUntil) return;
    if (api.isAway) {
      api.missed();
      this.lookAfter(this.#retryMicros);
      this.#retryMicros = Math.round(this.#retryMicros * RETRY_MULTIPLIER);
    } else {
      this.#retryMicros = RETRY_MICROS;
      this.#around.reconcile(this.wallClockMillis());
    }
  }

  /** It looks so much later, and not before (µs). */
  lookAfter(micros: number): void {
    const { agenda } = this.#around;
    this.#timer?.cancel();
    this.#timer = agenda.at(agenda.now + micros, CONTROL, () => this.look());
  }

  /** It looks when its clock shows that millisecond. */
  lookAt(atMillis: number): void {
    const { epochMillis, agenda } = this.#around;
    const at = (atMillis - epochMillis - this.#aheadMillis) * 1000;
    this.lookAfter(Math.max(0, at - agenda.now));
  }

  /** It looks whenever its watch delivers the map, from what that holds now on. */
  watch(): void {
    if (this.#watch !== undefined) return;
    const { api } = this.#around;
    const { version } = api.configMap.read();
    this.#watch = api.watch("kubernetes/controller", version, () => this.look());
  }

  /** It dies, with its timer and its watch, and is back so much later (µs); then `back` is called. */
  restart(micros: number, back: () => void): void {
    const { api, agenda } = this.#around;
    this.#timer?.cancel();
    if (this.#watch !== undefined) api.unwatch(this.#watch);
    this.#watch = undefined;
    const at = agenda.now + micros;
    this.#downUntil = at;
    agenda.at(at, CONTROL, () => {
      if (this.#downUntil > at) return;
      back();
      this.look();
    });
  }
}
