import type {
  ControllerWrite,
  JobName,
  LogElement,
  Restart,
  StartPoint,
  TraceEvent,
} from "../gates/trace.ts";

/** What one gate remembers, when it can be looked at. */
export interface SeenGate {
  readonly job: JobName;
  readonly g: number;
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * Two whole jobs that are driven step by step: each call returns when all its effects have come to
 * rest. What they did meanwhile is taken afterwards.
 */
export interface JobScript {
  /** The controller writes unconditionally. */
  configMap(write: ControllerWrite): void;
  start(job: JobName, from: StartPoint | undefined): void;
  /** Appends to the log of that source, which emits its next element. */
  append(job: JobName, source: number, element: LogElement): void;
  /** After a restore: the source emits the next element of its log; undefined = there is none. */
  replay(job: JobName, source: number): LogElement | undefined;
  /** That gate's informer gets a version, or a half of what it does with it. */
  watch(job: JobName, g: number, version: number, part: "all" | "base" | "rest"): void;
  /** The clock goes on. */
  advance(millis: number): void;
  /** Returns its id. */
  checkpoint(job: JobName): number | undefined;
  savepoint(job: JobName, name: string): void;
  stop(job: JobName, drain: boolean, name: string | undefined): void;
  cancel(job: JobName): void;
  /** An exception in that source subtask. */
  fail(job: JobName, source: number): void;
  /** The next PUT of that gate waits for `release`. */
  hold(job: JobName, g: number): void;
  release(job: JobName, g: number): void;
  /** Before the next PUT of that gate the controller writes this. */
  interpose(job: JobName, g: number, put: Readonly<Record<string, string>>): void;

  /** Milliseconds. */
  readonly now: number;
  readonly version: number;
  readonly data: Readonly<Record<string, string>>;
  /** `bluegreenGateHandOverDone` per gate. */
  done(job: JobName): readonly number[];
  /** The next offset of every source. */
  positions(job: JobName): readonly number[];
  /** RUNNING, or how it ended: SUCCEEDED, CANCELED, FAILED; undefined: it was never started. */
  status(job: JobName): string | undefined;
  /** The gates that neither wait for the API nor are in the midst of a torn read. */
  gates(): readonly SeenGate[];
  /** What happened since the last call; events of one gate in their order. */
  takeEvents(): readonly TraceEvent[];
  /** The region that was restarted since the last call. */
  takeRestart(): Restart | undefined;
}
