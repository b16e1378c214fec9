/** The stages that keep state by key, among the others of `StageOptions`. */

/** Keyed process function: emits each record; with `timerMillis` also one event-time timer result a key and period. */
export interface ProcessStage {
  readonly kind: "process";
  readonly name: string;
  readonly uid?: string | undefined;
  readonly costMicros: number;
  readonly timerMillis: number;
  /** Of its timers; absent: event time. */
  readonly time?: "processing" | undefined;
  /** With it the function lets one record a key through while the key's state lives; no timers then. */
  readonly ttl?: TtlOptions | undefined;
}

/** `StateTtlConfig`: how long state lives after it was created or written, or read too. */
export interface TtlOptions {
  readonly millis: number;
  readonly update: "OnCreateAndWrite" | "OnReadAndWrite";
}

export interface WindowStage {
  readonly kind: "window";
  readonly name: string;
  /** What its state goes by; absent: its name (C19). */
  readonly uid?: string | undefined;
  readonly costMicros: number;
  readonly assigner:
    | { readonly type: "tumbling"; readonly sizeMillis: number; readonly offsetMillis: number }
    | {
        readonly type: "sliding";
        readonly sizeMillis: number;
        readonly slideMillis: number;
        readonly offsetMillis: number;
      }
    | { readonly type: "session"; readonly gapMillis: number };
  readonly allowedLatenessMillis: number;
  /** Absent: event time. In processing time nothing is late. */
  readonly time?: "processing" | undefined;
  /** Late records leave through a side output, which is counted, instead of being dropped. */
  readonly lateSideOutput: boolean;
}

/**
 * A window join of two keyed streams (W15): `from` names the left and the right one, each of which is
 * partitioned by key on its way here. A result tells of all records of both that met in a window.
 */
export interface JoinStage {
  readonly kind: "join";
  readonly name: string;
  readonly uid?: string | undefined;
  readonly costMicros: number;
  readonly assigner: WindowStage["assigner"];
  readonly allowedLatenessMillis: number;
  readonly lateSideOutput: boolean;
  /** Parallelism of the join and what is chained to it; undefined = the job's. */
  readonly parallelism: number | undefined;
}
