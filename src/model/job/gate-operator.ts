import { assert } from "../../engine/assert.ts";
import { MIN_WATERMARK } from "../event-time.ts";
import type { ConfigMapData, ConfigMapSnapshot, WriteResult } from "../kubernetes/config-map.ts";
import type { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import type { GateMemory } from "../protocol/gate-memory.ts";
import {
  type Gate,
  type GateHost,
  PASS,
  PASS_THEN_WAIT,
  WAIT,
  type WriteAttempt,
} from "../protocol/protocol.ts";
import { GateFacts } from "./gate-facts.ts";
import { copyElement } from "./held-element.ts";

/** What a gate needs of the subtask it runs in and of the cluster around it. */
export interface GateServices {
  /** The instant at which the task thread acts (µs). */
  instant(): number;
  /** The task thread blocks until `unblock`. */
  block(): void;
  unblock(): void;
  /** One blocking GET: `then` runs when the answer is there. */
  get(then: (snapshot: ConfigMapSnapshot) => void): void;
  put(version: number, data: ConfigMapData, then: (result: WriteResult) => void): void;
  fail(reason: string): void;
  wrote(attempt: WriteAttempt): void;
  handlerFailed(reason: string): void;
  readonly epochMillis: number;
  /** A record was judged with the watermark beyond the toggle, for the first time. */
  crossed(facts: GateFacts): void;
  /** The record in the register was judged under that watermark; undefined: nobody wants to hear. */
  readonly judged:
    | ((element: Element, passed: boolean, watermark: number, gate: Gate) => void)
    | undefined;
}

type Held =
  | { readonly element: Element }
  | { readonly watermark: number }
  | { readonly idle: boolean };

/**
 * The gate in the chain: a process function that asks its protocol about each record. While it
 * waits, for the API or for the other gates, the task thread is blocked; what the element in hand
 * still yields is held and judged afterwards, in order. The published gates have no state.
 */
export class GateOperator implements Operator, GateHost {
  readonly gate: Gate;
  readonly facts: GateFacts = new GateFacts();
  readonly #element: Element;
  readonly #next: Operator;
  readonly #services: GateServices;
  #watermark = MIN_WATERMARK;
  #inHand: Element | undefined;
  #passesInHand = false;
  #waiting = false;
  #held: Held[] = [];

  constructor(options: {
    readonly element: Element;
    readonly next: Operator;
    readonly services: GateServices;
    readonly createGate: (host: GateHost) => Gate;
  }) {
    this.#element = options.element;
    this.#next = options.next;
    this.#services = options.services;
    this.gate = options.createGate(this);
  }

  get watermark(): number {
    return this.#watermark;
  }

  /** What a checkpoint keeps of the gate. */
  snapshot(): GateMemory | undefined {
    return this.gate.snapshot?.(this.#watermark);
  }

  processElement(): void {
    if (this.#waiting) {
      this.#held.push({ element: copyElement(this.#element) });
      return;
    }
    const element = this.#element;
    const ts = element.hasTimestamp ? element.ts : Number.NaN;
    const step = this.gate.decide(ts, this.#watermark);
    if (step <= PASS) {
      this.#end(step);
      return;
    }
    assert(step === WAIT || step === PASS_THEN_WAIT, "a gate passes, drops or waits");
    this.#inHand = copyElement(element);
    this.#passesInHand = step === PASS_THEN_WAIT;
    this.#waiting = true;
    this.#services.block();
  }

  processWatermark(ts: number): void {
    if (this.#waiting) {
      this.#held.push({ watermark: ts });
      return;
    }
    this.#watermark = ts;
    this.#next.processWatermark(ts);
  }

  processStatus(idle: boolean): void {
    if (this.#waiting) this.#held.push({ idle });
    else this.#next.processStatus(idle);
  }

  /** From here on (µs) the next elements may make the gate call the API; Infinity = not before an event. */
  actsFrom(nextElementAt: number): number {
    if (nextElementAt === Number.POSITIVE_INFINITY) return nextElementAt;
    const quiet = this.gate.quietUntil(this.wallClockMillis());
    return Math.max(nextElementAt, (quiet - this.#services.epochMillis) * 1000);
  }

  wallClockMillis(): number {
    return this.#services.epochMillis + Math.floor(this.#services.instant() / 1000);
  }

  get(): void {
    this.#services.get((snapshot) => {
      this.gate.onRead(snapshot);
    });
  }

  put(version: number, data: ConfigMapData): void {
    this.#services.put(version, data, (result) => {
      this.gate.onWritten(result);
    });
  }

  finish(step: 0 | 1): void {
    assert(this.#waiting, "finish() ends a wait");
    this.#waiting = false;
    const register = copyElement(this.#element);
    if (this.#inHand !== undefined) {
      copyElement(this.#inHand, this.#element);
      this.#inHand = undefined;
      this.#end(this.#passesInHand ? PASS : step);
    }
    this.#drain();
    // What comes next does not overwrite all of it.
    copyElement(register, this.#element);
    if (!this.#waiting) this.#services.unblock();
  }

  /** Ids of the records that wait for the API, or did when the attempt ended. */
  heldIds(): readonly number[] {
    const held = this.#held.flatMap((one) => ("element" in one ? [one.element.id] : []));
    return this.#inHand === undefined ? held : [this.#inHand.id, ...held];
  }

  fail(reason: string): void {
    this.#services.fail(reason);
  }

  handlerFailed(reason: string): void {
    this.#services.handlerFailed(reason);
  }

  wrote(attempt: WriteAttempt): void {
    this.#services.wrote(attempt);
  }

  #end(step: number): void {
    const { facts } = this;
    const hadCrossed = facts.crossedAt !== undefined;
    facts.judged(
      step === PASS,
      this.#element,
      this.gate,
      this.#watermark,
      this.#services.instant(),
    );
    if (!hadCrossed && facts.crossedAt !== undefined) this.#services.crossed(facts);
    this.#services.judged?.(this.#element, step === PASS, this.#watermark, this.gate);
    if (step !== PASS) return;
    this.#next.processElement();
  }

  #drain(): void {
    const held = this.#held;
    this.#held = [];
    for (const one of held) {
      if ("element" in one) {
        copyElement(one.element, this.#element);
        this.processElement();
      } else if ("watermark" in one) {
        this.processWatermark(one.watermark);
      } else {
        this.processStatus(one.idle);
      }
    }
  }
}
