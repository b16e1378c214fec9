import type {
  ConfigMap,
  ConfigMapData,
  ConfigMapEntries,
  ConfigMapSnapshot,
} from "../../../src/model/kubernetes/config-map.ts";
import {
  type Gate,
  type GateHost,
  type HandoverProtocol,
  PASS,
  PASS_THEN_WAIT,
  WAIT,
  type WriteAttempt,
} from "../../../src/model/protocol/protocol.ts";

/** The clock and the ConfigMap that all gates of a trace share. */
export interface Cluster {
  now: number;
  readonly map: ConfigMap;
  /** Every version there was, by number. */
  readonly versions: Map<number, ConfigMapSnapshot>;
}

/** Remembers the newest version; call it after every write. */
export function noteVersion({ map, versions }: Cluster): void {
  const newest = map.read();
  versions.set(newest.version, newest);
}

const RESULT: Readonly<Record<string, string>> = { "other-transition": "otherTransition" };

/** What is armed for the next PUT of a (job, subtask); it outlives the gate's attempt. */
export interface PutScript {
  readonly interposed: ConfigMapEntries[];
  holdsNext: boolean;
}

/** One gate on scripted API calls: they are answered at once unless the next PUT is held. */
export class GateBench implements GateHost {
  readonly gate: Gate;
  readonly events: Record<string, unknown>[] = [];
  isTorn = false;
  readonly #script: PutScript;
  #cluster: Cluster;
  #request: (() => void) | undefined;
  #held: (() => void) | undefined;
  #record: Readonly<Record<string, unknown>> | undefined;
  #passedAlready = false;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(options: {
    readonly cluster: Cluster;
    readonly script: PutScript;
    readonly protocol: HandoverProtocol;
    readonly colour: "BLUE" | "GREEN";
    readonly subtask: number;
  }) {
    const { cluster, script, protocol, colour, subtask } = options;
    this.#script = script;
    this.#cluster = cluster;
    this.gate = protocol.createGate({ host: this, colour, subtask, mayLackTimestamps: false });
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  record(record: Readonly<Record<string, unknown>>, ts: number, watermark: number): void {
    this.#record = record;
    const step = this.gate.decide(ts, watermark);
    if (step > PASS && this.#cluster.now < this.#quietUntil) {
      this.events.push({ e: "acted before quietUntil", promised: this.#quietUntil });
    }
    if (step === WAIT || step === PASS_THEN_WAIT) {
      this.#passedAlready = step === PASS_THEN_WAIT;
      this.#answer();
    } else {
      this.#judged(step === PASS);
    }
    if (!this.isHeld) this.#promise();
  }

  /** An event of the informer ends every promise of `quietUntil` made before it. */
  informed(): void {
    this.#quietUntil = this.gate.quietUntil(this.#cluster.now);
  }

  release(): void {
    const put = this.#held;
    if (put === undefined) return;
    this.#held = undefined;
    this.events.push({ e: "resumed" });
    put();
    this.#answer();
    this.#promise();
  }

  wallClockMillis(): number {
    return this.#cluster.now;
  }

  get(): void {
    this.#request = () => this.gate.onRead(this.#cluster.map.read());
  }

  put(version: number, data: ConfigMapData): void {
    const put = (): void => {
      const result = this.#cluster.map.update(version, data);
      noteVersion(this.#cluster);
      this.gate.onWritten(result);
    };
    this.#request = () => {
      const write = this.#script.interposed.shift();
      if (write !== undefined) {
        const { version: v } = this.#cluster.map.patch(write);
        noteVersion(this.#cluster);
        this.events.push({ e: "interposed", put: { put: write }, v });
      }
      if (!this.#script.holdsNext) {
        put();
        return;
      }
      this.#script.holdsNext = false;
      this.#held = put;
      this.events.push({ e: "held" });
    };
  }

  finish(step: 0 | 1): void {
    this.#judged(this.#passedAlready || step === PASS);
  }

  fail(reason: string): void {
    const { id, ts, w } = this.#record ?? {};
    this.#record = undefined;
    this.events.push({ e: "gate", id, ts, w, d: "error", err: reason });
  }

  handlerFailed(reason: string): void {
    this.events.push({ e: "handlerError", err: reason });
  }

  wrote(attempt: WriteAttempt): void {
    const { version } = this.#cluster.map.read();
    const isCas = attempt.operation === "compare-and-set";
    this.events.push({
      e: "cm",
      op: isCas ? "cas" : "put",
      ...(isCas && { key: attempt.key, exp: attempt.expected ?? null }),
      set: attempt.entries,
      read: attempt.readVersion,
      res: RESULT[attempt.outcome] ?? attempt.outcome,
      ...(attempt.outcome === "mismatch" && { cur: attempt.current ?? null }),
      v: version,
    });
  }

  #promise(): void {
    this.#quietUntil = Math.max(this.#quietUntil, this.gate.quietUntil(this.#cluster.now));
  }

  #answer(): void {
    while (this.#request !== undefined) {
      const request = this.#request;
      this.#request = undefined;
      request();
    }
  }

  // A failed record is reported once, by `fail`.
  #judged(passed: boolean): void {
    const record = this.#record;
    if (record === undefined) return;
    this.#record = undefined;
    this.#passedAlready = false;
    const { mode, T } = this.gate.state();
    const { id, ts, w } = record;
    this.events.push({ e: "gate", id, ts, w, mode, T, d: passed ? "pass" : "drop" });
  }
}
