/**
 * A hand-over protocol: what a gate does with a record and tells the ConfigMap, and what the
 * controller waits for. One module a protocol; another protocol is one more file.
 *
 * A gate is a pure state machine of one gate subtask and one attempt. The runtime owns threads,
 * latencies and events: it feeds the gate and carries out what the gate asks of its `GateHost`.
 */

import type { ControllerHost } from "../controller/controller-host.ts";
import type { ControllerOptions } from "../controller/controller-options.ts";
import type { HandoverController } from "../controller/hand-over-controller.ts";
import type {
  ConfigMapData,
  ConfigMapEntries,
  ConfigMapSnapshot,
  WriteResult,
} from "../kubernetes/config-map.ts";
import type { Element } from "../operator/element.ts";
import type { Colour } from "../options.ts";
import type { GateMemory } from "./gate-memory.ts";

/** What `decide` does with a record. Small integers: this is the hot path. */
export type GateStep = 0 | 1 | 2 | 3;
export const DROP: 0 = 0;
export const PASS: 1 = 1;
/** A blocking API call comes first; `GateHost.finish` says what happens to the record in hand. */
export const WAIT: 2 = 2;
/**
 * The record passes, whatever the API call answers in which the task thread blocks until `finish`;
 * it is emitted behind that call, so one that throws leaves it unemitted (observed with V1).
 */
export const PASS_THEN_WAIT: 3 = 3;

/** One attempt of a gate to write the ConfigMap, for traces and for anchors such as "toggle written". */
export interface WriteAttempt {
  readonly operation: "put" | "compare-and-set";
  readonly entries: ConfigMapEntries;
  /** The key that a compare-and-set guards, and what it must hold (undefined = absent). */
  readonly key?: string;
  readonly expected?: string | undefined;
  readonly readVersion: number;
  readonly outcome: "ok" | "noop" | "conflict" | "mismatch" | "other-transition";
  /** What a `mismatch` found under `key`. */
  readonly current?: string | undefined;
}

/** The task and the JVM around one gate. Every call returns at once; answers come later. */
export interface GateHost {
  /** System.currentTimeMillis of the gate's host at the instant of the record or event. */
  wallClockMillis(): number;
  /** Blocking GET; the answer goes to `Gate.onRead`, in the task thread. */
  get(): void;
  /** Blocking PUT that carries resourceVersion; the answer goes to `Gate.onWritten`. */
  put(version: number, data: ConfigMapData): void;
  /** Ends a WAIT: the record in hand is dropped or passed. Ends a PASS_THEN_WAIT: ignore `step`. */
  finish(step: 0 | 1): void;
  /** The record's processing throws: the task fails. May come from within `decide`. */
  fail(reason: string): void;
  /** The informer's handler throws: logged, and the informer goes on. */
  handlerFailed(reason: string): void;
  /** An attempt to write has ended. */
  wrote(attempt: WriteAttempt): void;
}

/** One gate subtask, from `open()` to the end of the attempt. */
export interface Gate {
  /** After the blocking GET in `open()`; no record comes before it. */
  onOpen(snapshot: ConfigMapSnapshot): void;
  /** An event of this subtask's informer; may come while the task thread waits for the API. */
  onWatch(snapshot: ConfigMapSnapshot, isDuplicate: boolean): void;
  /** A torn read: the first of the two assignments of `onWatch` alone … */
  onWatchBase(snapshot: ConfigMapSnapshot): void;
  /** … and the second, later. Records between the two see one new and one old context. */
  onWatchRest(snapshot: ConfigMapSnapshot): void;
  /**
   * One record. `ts` is the extractor's value in epoch milliseconds, NaN = null; `watermark` is
   * the subtask's currentWatermark. Allocates nothing unless it returns WAIT.
   */
  decide(ts: number, watermark: number): GateStep;
  onRead(snapshot: ConfigMapSnapshot): void;
  onWritten(result: WriteResult): void;
  /**
   * The earliest wall-clock millisecond, at or after `nowMillis`, at which `decide` could do more
   * than DROP or PASS while no event of the informer comes. Infinity = never. Until then the
   * runtime may evaluate records lazily.
   */
  quietUntil(nowMillis: number): number;
  /** The subtask owes nothing more to the hand-over, as far as the gate can tell. */
  handOverDone(nowMillis: number, watermark: number): boolean;
  /** As the outgoing gate, the last record it judged was met beyond the cut. */
  readonly hasCrossed: boolean;
  /** The toggle this gate goes by just now; undefined = it knows none. */
  readonly toggle: number | undefined;
  /** All of the gate's memory, for traces and tests. */
  state(): GateState;
  /** What a checkpoint keeps of it, under the subtask's watermark; absent = nothing, as published. */
  snapshot?(watermark: number): GateMemory;
}

export type GateState = Readonly<Record<string, string | number | boolean | null>>;

/** What a gate knows of itself when it is made. */
export interface GateIdentity {
  readonly host: GateHost;
  /** The colour of the gate's own deployment. */
  readonly colour: Colour;
  readonly subtask: number;
  /** The gate's stage, where a job has several; absent: "gate". */
  readonly stage?: string | undefined;
  /** Records may come without a timestamp; then V1 and V2 can fail at any record. */
  readonly mayLackTimestamps: boolean;
  /** What all gates of the restored checkpoint kept; absent = the job starts without state. */
  readonly restored?: readonly GateMemory[] | undefined;
  /** The register that holds the record in hand, for gates that go by more than its timestamp. */
  readonly element?: Element | undefined;
}

export interface HandoverProtocol {
  readonly name: string;
  /** False: the pipeline's gate stage passes everything and no watch is needed. */
  readonly usesGate: boolean;
  createGate(identity: GateIdentity): Gate;
  createController(host: ControllerHost, options: ControllerOptions): HandoverController;
}

/** One gate subtask among all of its job. */
export function gateName({ stage, subtask }: Pick<GateIdentity, "stage" | "subtask">): string {
  return `${stage ?? "gate"}-${subtask}`;
}
