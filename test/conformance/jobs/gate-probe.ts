import { formatEventTime } from "../../../src/model/event-time.ts";
import type { ConfigMapSnapshot } from "../../../src/model/kubernetes/config-map.ts";
import type { Element } from "../../../src/model/operator/element.ts";
import {
  type Gate,
  type GateHost,
  type GateIdentity,
  type HandoverProtocol,
  PASS,
  PASS_THEN_WAIT,
  type WriteAttempt,
} from "../../../src/model/protocol/protocol.ts";
import type { RecordNames } from "./record-names.ts";

type Tell = (e: string, fields: Readonly<Record<string, unknown>>) => void;

/** Listens between a gate and its operator: every decision, write and failure, as recorded. */
export class GateProbe {
  readonly #element: Element;
  readonly #names: RecordNames;
  readonly #newestVersion: () => number;
  readonly #tell: Tell;
  #gate: Gate | undefined;
  #record: Readonly<Record<string, unknown>> | undefined;
  #passedAlready = false;

  constructor(options: {
    readonly element: Element;
    readonly names: RecordNames;
    readonly newestVersion: () => number;
    readonly tell: Tell;
  }) {
    this.#element = options.element;
    this.#names = options.names;
    this.#newestVersion = options.newestVersion;
    this.#tell = options.tell;
  }

  /** The protocol's own gate, with the listener on both sides of it. */
  create(protocol: HandoverProtocol, identity: GateIdentity): Gate {
    const gate = protocol.createGate({ ...identity, host: this.#heard(identity.host) });
    const decide = gate.decide.bind(gate);
    const onOpen = gate.onOpen.bind(gate);
    gate.decide = (ts, watermark) => {
      this.#record = this.#recordAt(watermark);
      const step = decide(ts, watermark);
      this.#passedAlready = step === PASS_THEN_WAIT;
      if (step <= PASS) this.#judged(step === PASS);
      return step;
    };
    gate.onOpen = (snapshot: ConfigMapSnapshot) => {
      this.#tell("open", { read: snapshot.version });
      onOpen(snapshot);
    };
    this.#gate = gate;
    return gate;
  }

  #heard(host: GateHost): GateHost {
    return {
      wallClockMillis: () => host.wallClockMillis(),
      get: () => host.get(),
      put: (version, data) => host.put(version, data),
      finish: (step) => {
        this.#judged(this.#passedAlready || step === PASS);
        host.finish(step);
      },
      fail: (reason) => {
        const record = this.#record;
        this.#record = undefined;
        this.#tell("gate", { ...record, d: "error", err: reason });
        host.fail(reason);
      },
      handlerFailed: (reason) => {
        this.#tell("handlerError", { err: reason });
        host.handlerFailed(reason);
      },
      wrote: (attempt) => {
        this.#wrote(attempt);
        host.wrote(attempt);
      },
    };
  }

  #recordAt(watermark: number): Readonly<Record<string, unknown>> {
    const element = this.#element;
    const of = this.#names.contentOf(element);
    const w = formatEventTime(watermark);
    return {
      id: this.#names.idOf(element),
      ts: element.hasTimestamp ? element.ts : null,
      w: w === "MIN" || w === "MAX" ? w : watermark,
      ...(of === undefined ? {} : { of }),
    };
  }

  // A failed record is told of once, by `fail`.
  #judged(passed: boolean): void {
    const record = this.#record;
    if (record === undefined) return;
    this.#record = undefined;
    const { mode, T } = (this.#gate as Gate).state();
    this.#tell("gate", { ...record, mode, T, d: passed ? "pass" : "drop" });
  }

  #wrote(attempt: WriteAttempt): void {
    const isCas = attempt.operation === "compare-and-set";
    this.#tell("cm", {
      op: isCas ? "cas" : "put",
      ...(isCas && { key: attempt.key, exp: attempt.expected ?? null }),
      set: attempt.entries,
      read: attempt.readVersion,
      res: attempt.outcome === "other-transition" ? "otherTransition" : attempt.outcome,
      ...(attempt.outcome === "mismatch" && { cur: attempt.current ?? null }),
      v: this.#newestVersion(),
    });
  }
}
