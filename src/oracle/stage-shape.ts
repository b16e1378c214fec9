/** What the judge knows of the stages of a pipeline. */
export type StageShape =
  | ({ readonly kind: "map"; readonly name: string } & Chancy)
  | ({ readonly kind: "filter"; readonly name: string; readonly keepShare: number } & Chancy)
  | ({ readonly kind: "flat-map"; readonly name: string; readonly fanOut: number } & Chancy)
  /**
   * Emits each record; with `timerMillis` > 0 also one result a key and period [start, start +
   * timerMillis).
   */
  | ({ readonly kind: "process"; readonly name: string; readonly timerMillis: number } & Timed &
      Expiring)
  | WindowShape;

/** Of so much each attempt of each job may make something else. */
interface Chancy {
  readonly unsteadyShare?: number | undefined;
}

/** Its state lives so long, and lets one record a key through meanwhile. */
interface Expiring {
  readonly ttl?: { readonly millis: number; readonly update: string } | undefined;
}

/** By which clock its results are made; absent: event time. */
interface Timed {
  readonly time?: "processing" | undefined;
}

export interface WindowShape extends Timed {
  readonly kind: "window";
  readonly name: string;
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
}
