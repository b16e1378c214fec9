import { ConfigMap, type ConfigMapData } from "../../../src/model/kubernetes/config-map.ts";
import { Element } from "../../../src/model/operator/element.ts";
import type { Colour } from "../../../src/model/options.ts";
import type { GateMemory } from "../../../src/model/protocol/gate-memory.ts";
import { CUT, CUT_ROUND, CUT_STAGE, TRANSITION } from "../../../src/model/protocol/handover-map.ts";
import {
  DROP,
  type Gate,
  type GateHost,
  type HandoverProtocol,
  PASS,
  type WriteAttempt,
} from "../../../src/model/protocol/protocol.ts";
import { OFFSETS_PER_PARTITION } from "../../../src/model/source/topic-log.ts";

/** A hand-over from BLUE to GREEN that has come to its gate phase. */
export const GATE_PHASE: ConfigMapData = {
  "is-first-deployment": "false",
  "active-deployment-type": "GREEN",
  stage: "TRANSITIONING",
  [TRANSITION]: "hand-over-1",
};
export const COLLECTING: ConfigMapData = {
  ...GATE_PHASE,
  [CUT_STAGE]: "COLLECTING",
  [CUT_ROUND]: "0",
};

export function proposed(cut: string, round = 1): ConfigMapData {
  return { ...GATE_PHASE, [CUT_STAGE]: "PROPOSED", [CUT_ROUND]: String(round), [CUT]: cut };
}

export function committed(cut: string, more: ConfigMapData = {}): ConfigMapData {
  return { ...GATE_PHASE, [CUT_STAGE]: "COMMITTED", [CUT_ROUND]: "1", [CUT]: cut, ...more };
}

/** One gate on a map; its requests are answered when the test says so, records say what became of them. */
export class CutBench implements GateHost {
  readonly gate: Gate;
  readonly map: ConfigMap;
  readonly attempts: WriteAttempt[] = [];
  readonly #element = new Element();
  #request: (() => void) | undefined;
  #finished: "pass" | "drop" | undefined;

  constructor(
    protocol: HandoverProtocol,
    colour: Colour,
    data: ConfigMapData,
    restored?: readonly GateMemory[],
  ) {
    this.map = new ConfigMap();
    this.map.replace(data);
    this.gate = protocol.createGate({
      host: this,
      colour,
      subtask: 0,
      mayLackTimestamps: false,
      restored,
      element: this.#element,
    });
    this.gate.onOpen(this.map.read());
  }

  /** A record with that timestamp, under that watermark. */
  record(ts: number, watermark = 0): "pass" | "drop" | "wait" {
    const step = this.gate.decide(ts, watermark);
    return step === PASS ? "pass" : step === DROP ? "drop" : "wait";
  }

  /** A record from that place of the topic. */
  offset(partition: number, offset: number): "pass" | "drop" | "wait" {
    this.#element.id = partition * OFFSETS_PER_PARTITION + offset;
    return this.record(0);
  }

  /** What became of the record that waited. */
  takeFinished(): "pass" | "drop" | undefined {
    const finished = this.#finished;
    this.#finished = undefined;
    return finished;
  }

  /** The map becomes that, and the gate hears of it. */
  hears(data: ConfigMapData): void {
    this.map.replace(data);
    this.gate.onWatch(this.map.read(), false);
  }

  /** Answers everything that the gate has asked for. */
  answerRequests(): void {
    for (let request = this.#request; request !== undefined; request = this.#request) {
      this.#request = undefined;
      request();
    }
  }

  /** What the gate has written, once its requests are answered. */
  answer(colour: Colour): string | undefined {
    this.answerRequests();
    return this.map.read().data[`answer-${colour}-gate-0`];
  }

  wallClockMillis(): number {
    return 0;
  }

  get(): void {
    this.#request = () => this.gate.onRead(this.map.read());
  }

  put(version: number, data: ConfigMapData): void {
    this.#request = () => this.gate.onWritten(this.map.update(version, data));
  }

  finish(step: 0 | 1): void {
    this.#finished = step === PASS ? "pass" : "drop";
  }

  fail(): void {}
  handlerFailed(): void {}

  wrote(attempt: WriteAttempt): void {
    this.attempts.push(attempt);
  }
}
