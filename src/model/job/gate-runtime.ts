import type { ApiServer } from "../kubernetes/api-server.ts";
import type { ConfigMapData, ConfigMapSnapshot, WriteResult } from "../kubernetes/config-map.ts";
import { CONTROL, WATCH } from "../phases.ts";
import type { WriteAttempt } from "../protocol/protocol.ts";
import type { AttemptAgenda } from "./agenda.ts";
import type { GateFacts } from "./gate-facts.ts";
import type { GateOperator, GateServices } from "./gate-operator.ts";
import type { TaskSubtask } from "./task-subtask.ts";

/** Hears what a gate does with the ConfigMap, for the trace. */
export interface GateListener {
  wrote(path: string, attempt: WriteAttempt): void;
  handlerFailed(path: string, reason: string): void;
  /** Its GET in `open()` was answered with that version. */
  opened(path: string, version: number): void;
  /** `facts` say when; the thread may be evaluated later than that. */
  crossed(path: string, facts: GateFacts): void;
}

/**
 * The JVM around one gate: blocking requests in the task thread (K1), an informer of its own beside
 * it (K2–K4, K8). A request that was sent takes effect even if the task has died meanwhile; its
 * answer reaches nobody.
 */
export class GateRuntime implements GateServices {
  readonly judged: GateServices["judged"];
  readonly #path: string;
  readonly #epochMillis: number;
  readonly #aheadMillis: () => number;
  readonly #api: ApiServer;
  readonly #agenda: AttemptAgenda;
  readonly #listener: GateListener;
  #thread: TaskSubtask | undefined;
  #operator: GateOperator | undefined;
  #watch: number | undefined;
  #shown: { readonly isDone: boolean; readonly until: number } | undefined;
  #onFail: (reason: string) => void = () => {};

  constructor(options: {
    readonly path: string;
    readonly epochMillis: number;
    /** By how much the wall clock of its task manager is ahead; absent: it is right. */
    readonly aheadMillis?: () => number;
    readonly api: ApiServer;
    readonly agenda: AttemptAgenda;
    readonly listener: GateListener;
    readonly judged: GateServices["judged"];
  }) {
    this.#path = options.path;
    this.#epochMillis = options.epochMillis;
    this.#aheadMillis = options.aheadMillis ?? (() => 0);
    this.judged = options.judged;
    this.#api = options.api;
    this.#agenda = options.agenda;
    this.#listener = options.listener;
  }

  /** Before anything else: the thread it runs in, the gate it serves, and who hears of a failure. */
  attach(thread: TaskSubtask, operator: GateOperator, onFail: (reason: string) => void): void {
    this.#thread = thread;
    this.#operator = operator;
    this.#onFail = onFail;
  }

  get operator(): GateOperator {
    return this.#operator as GateOperator;
  }

  /** What its clock has shown or would have at simulated time 0. */
  get epochMillis(): number {
    return this.#epochMillis + this.#aheadMillis();
  }

  /**
   * Its gauge, computed in its task manager by that one's clock. Of one that does not answer the last
   * value stays.
   */
  get showsDone(): boolean {
    const { now } = this.#agenda;
    if (this.#shown !== undefined && now < this.#shown.until) return this.#shown.isDone;
    const { gate, watermark } = this.operator;
    return gate.handOverDone(this.epochMillis + Math.floor(now / 1000), watermark);
  }

  /** Its task manager answers no more until then (µs). */
  silentUntil(until: number): void {
    this.#shown = { isDone: this.showsDone, until };
  }

  /** `open()` of the process function: a blocking GET, then the informer starts from there. */
  open(done: () => void): void {
    this.#request<ConfigMapSnapshot>(
      (answer, refused) => this.#api.get(this.#agenda.now, answer, refused),
      (snapshot) => {
        this.#listener.opened(this.#path, snapshot.version);
        this.operator.gate.onOpen(snapshot);
        this.#watch = this.#api.watch(this.#path, snapshot.version, (seen, isDuplicate) =>
          this.#informed(seen, isDuplicate),
        );
        done();
      },
    );
  }

  close(): void {
    if (this.#watch !== undefined) this.#api.unwatch(this.#watch);
  }

  /** The informer loses its connection (K3); `missed` is called for each version it does not see. */
  breakWatch(micros: number, missed: () => void): void {
    if (this.#watch !== undefined) this.#api.breakWatch(this.#watch, micros, missed);
  }

  instant(): number {
    return (this.#thread as TaskSubtask).actsAt;
  }

  block(): void {
    const thread = this.#thread as TaskSubtask;
    if (thread.haltReason === undefined) thread.halt("request");
  }

  unblock(): void {
    (this.#thread as TaskSubtask).resume(this.#agenda.now);
  }

  get(then: (snapshot: ConfigMapSnapshot) => void): void {
    this.#request<ConfigMapSnapshot>(
      (answer, refused) => this.#api.get(this.#sentAt, answer, refused),
      (snapshot) => this.#inThread(() => then(snapshot)),
    );
  }

  put(version: number, data: ConfigMapData, then: (result: WriteResult) => void): void {
    this.#request<WriteResult>(
      (answer, refused) =>
        this.#api.update(this.#sentAt, { writer: this.#path, version, data }, answer, refused),
      (result) => this.#inThread(() => then(result)),
    );
  }

  fail(reason: string): void {
    this.#onFail(reason);
  }

  wrote(attempt: WriteAttempt): void {
    this.#listener.wrote(this.#path, attempt);
  }

  handlerFailed(reason: string): void {
    this.#listener.handlerFailed(this.#path, reason);
  }

  crossed(facts: GateFacts): void {
    this.#listener.crossed(this.#path, facts);
  }

  // Before its thread has begun to work a gate may ask, too.
  get #sentAt(): number {
    return Math.max(this.instant(), this.#agenda.now);
  }

  // What was judged before now was judged without knowing this.
  #informed(snapshot: ConfigMapSnapshot, isDuplicate: boolean): void {
    this.#agenda.awake(WATCH, () =>
      this.#inThread(() => this.operator.gate.onWatch(snapshot, isDuplicate)),
    );
  }

  #inThread(action: () => void): void {
    (this.#thread as TaskSubtask).answered(action);
  }

  #request<T>(
    send: (answer: (result: T) => void, refused: () => void) => void,
    then: (result: T) => void,
  ): void {
    send(
      (result) => this.#agenda.awake(CONTROL, () => then(result)),
      () => this.#agenda.awake(CONTROL, () => this.#onFail("KubernetesClientException")),
    );
  }
}
