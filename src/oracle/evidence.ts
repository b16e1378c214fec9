/**
 * What a run hands to the judge: plain data and pure functions, in the oracle's own words.
 *
 * Processing time is in microseconds (`…At`, `…Micros`), event time in milliseconds. The two
 * other pieces of a `Trial` are books that the runtime fills while it runs: `Ledger` and
 * `LateBook`.
 */
import type { SimTime } from "../engine/clock.ts";
import type { HeldBack } from "./held-back.ts";
import type { StageShape } from "./stage-shape.ts";

export type Role = "outgoing" | "incoming";

/** Record ids carry their provenance: `partition * 2**36 + offset`, an exact double. */
export const OFFSETS_PER_PARTITION: number = 2 ** 36;

/**
 * One input record; `readInto` overwrites it, so that a pass over the input allocates nothing.
 */
export interface InputRow {
  id: number;
  /** Event time. */
  ts: number;
  /** Index into the scenario's key names. */
  key: number;
  /** Digest of the payload, uint32. */
  value: number;
}

/** The id of a record by its place. */
export function recordIdOf(partition: number, offset: number): number {
  return partition * OFFSETS_PER_PARTITION + offset;
}

/** The input of both jobs: every partition in offset order; arrivals rise with the offset. */
export interface InputLog {
  readonly partitions: number;
  count(partition: number): number;
  readInto(partition: number, offset: number, row: InputRow): void;
  /** When the record arrived. */
  arrivalMicros(partition: number, offset: number): number;
}

/** What the pipeline should do, stage by stage; exchanges, gates and sinks change no record. */
export interface PipelineShape {
  readonly stages: readonly StageShape[];
  /**
   * Records of one key and one source partition keep their order on their way to the sink: false
   * with REBALANCE, RESCALE or BROADCAST before it. Without it order is not applicable.
   */
  readonly keepsOrder: boolean;
  /**
   * Of a job graph that is no straight line: then `stages` is only a list, once over for each sink,
   * and what should come out is known from a reference run alone.
   */
  readonly branches?: BranchShape | undefined;
  /** The number by which each stage's results go, where it is not the index in `stages`. */
  readonly numbers?: readonly number[] | undefined;
}

/** What the list of stages cannot say of a graph with several ways through it. */
export interface BranchShape {
  /** Outputs that one record may have that reach a sink as records, over all sinks. */
  readonly recordFanOut: number;
  /** A flat-map stands behind a window or a timer on some way. */
  readonly forksResults: boolean;
}

/** The agreed facts: what each named stage does to a digest. All pure; digests are uint32. */
export interface StageFunctions {
  mapValue(name: string, value: number): number;
  keeps(name: string, keepShare: number, id: number): boolean;
  keepsResult(name: string, keepShare: number, key: number, start: number, end: number): boolean;
  /** Whether chance has a hand in what becomes of that record, or result. */
  isUnsteady(name: string, share: number, id: number): boolean;
  isUnsteadyResult(name: string, share: number, key: number, start: number, end: number): boolean;
  /** Digest of output `sub` (0 … fanOut − 1) of a flat-map. */
  fanOutValue(name: string, value: number, sub: number): number;
  processValue(name: string, value: number): number;
  timerValue(name: string, key: number, start: number): number;
  /** A window's digest starts at 0; adding is commutative and associative, as is merging. */
  windowAdd(digest: number, value: number): number;
  windowMerge(a: number, b: number): number;
}

/**
 * Outputs in columns. Two kinds of identity:
 * - `id >= 0`: an output of that record; `windowStart` holds the flat-map sub-index (0 or NaN
 * without one; after two flat-maps `first * secondFanOut + second`);
 * - `id < 0`: a result of the window or the timers of stage `-1 - id` (its index in
 * `PipelineShape.stages`), known by (key, windowStart, end = ts + 1).
 */
export interface OutputBatch {
  /** When it was appended to the output log (for a gate's passes: when it passed). */
  readonly at: Float64Array;
  /** Output partition. */
  readonly partition: Uint16Array;
  readonly id: Float64Array;
  readonly ts: Float64Array;
  readonly key: Int32Array;
  readonly value: Uint32Array;
  readonly count: Uint32Array;
  readonly windowStart: Float64Array;
}

/** `id` of the results of a stateful stage. */
export function resultIdOf(stage: number): number {
  return -1 - stage;
}

/** Who appended an output. */
export interface Author {
  readonly role: Role;
  /** Attempt of the subtask, from 0; higher after each restart. */
  readonly attempt: number;
  readonly subtask: number;
  /** `TransactionFacts.number`, unique in the run; −1 = written without a transaction. */
  readonly transaction: number;
}

/**
 * What must be out by the end of the run; the rest is pending, which is counted and is no gap.
 */
export interface Frontier {
  /**
   * Per input partition: records below this offset are due (a job's committed source offsets).
   */
  readonly offsets: ArrayLike<number>;
  /** Results whose end is at or below this event time are due. */
  readonly resultsUpTo: number;
  /** Outputs that would be due, but wait behind an open transaction. */
  readonly heldBack?: HeldBack | undefined;
}

/** The facts of the run besides its outputs. */
export interface RunFacts {
  readonly stopReason: "time" | "quiescence" | "step-budget" | "stopped";
  readonly endedAt: SimTime;
  readonly handover: HandoverFacts;
  readonly jobs: readonly JobFacts[];
  readonly gates: readonly GateFacts[];
  readonly transactions: readonly TransactionFacts[];
  readonly outputPartitions: readonly OutputPartitionFacts[];
  /** Empty: conservation per job is not applicable. */
  readonly flows: readonly JobFlow[];
}

export interface HandoverFacts {
  readonly outcome: "handed-over" | "rolled-back" | "unfinished" | "none";
  readonly startedAt: SimTime | undefined;
  readonly endedAt: SimTime | undefined;
  /** The last declared fault; liveness counts from it when it is later than the start. */
  readonly lastFaultAt: SimTime | undefined;
  readonly transitions: readonly { readonly at: SimTime; readonly state: string }[];
}

export interface JobFacts {
  readonly role: Role;
  readonly name: string;
  readonly colour: string;
  /**
   * At the end of the run. "finished" = its bounded input ended; "absent" = torn down or never
   * made.
   */
  readonly state: "running" | "starting" | "restarting" | "finished" | "failed" | "absent";
  readonly attempts: number;
}

export interface GateFacts {
  readonly role: Role;
  readonly subtask: number;
  readonly toggle: number | undefined;
  readonly learnedAt: SimTime | undefined;
  readonly crossedAt: SimTime | undefined;
  readonly passed: number;
  readonly dropped: number;
  /**
   * The first record at or above the toggle that it judged without knowing the toggle (E1
   * violated).
   */
  readonly firstUnderOldRule: { readonly id: number; readonly at: SimTime } | undefined;
}

export interface TransactionFacts {
  /**
   * Unique in the run; `Author.transaction` refers to it. Need not be dense, but should be small.
   */
  readonly number: number;
  readonly role: Role;
  readonly attempt: number;
  readonly subtask: number;
  /** Outputs appended in it, over all output partitions. */
  readonly appended: number;
  readonly state: "open" | "pre-committed" | "committed" | "aborted";
  readonly openedAt: SimTime;
  readonly endedAt: SimTime | undefined;
}

/** An output partition at the end of the run, in log offsets. */
export interface OutputPartitionFacts {
  readonly partition: number;
  readonly end: number;
  /** Last stable offset; below `end` when a transaction is open (S12). */
  readonly lastStable: number;
  /** The transaction that holds it back; −1 = none. */
  readonly heldBy: number;
}

/** Records by number and by the order-independent sum (mod 2^32) of `recordHash(id)`. */
export interface IdSum {
  readonly count: number;
  readonly hash: number;
}

/**
 * Where the records (id >= 0) of one attempt of one job went. `forked` counts the copies that
 * flat-maps made beyond the first; `absorbed` went into windows; `inFlight` is what the attempt
 * had in hand when it ended (or the run did), and what its failure threw away.
 */
export interface JobFlow {
  readonly role: Role;
  readonly attempt: number;
  readonly read: IdSum;
  readonly forked: IdSum;
  readonly filtered: IdSum;
  readonly late: IdSum;
  readonly absorbed: IdSum;
  readonly gateDropped: IdSum;
  readonly emitted: IdSum;
  readonly inFlight: IdSum;
}

/** The time limits of a scenario; what is undefined is not applicable. */
export interface Limits {
  /** From a record's arrival (a result's append) until readers see it. */
  readonly visibleWithinMicros?: number | undefined;
  /** From the start, or the last fault, until handed over or rolled back. */
  readonly handedOverWithinMicros?: number | undefined;
  /** No output becomes visible for so long, although a record waits. */
  readonly silenceMicros?: number | undefined;
  readonly keySilenceMicros?: number | undefined;
}

/** What the scenario declares as legitimate: still counted, no longer a failure. */
export interface Relaxations {
  /** Restarts may write the outputs of their own job again. */
  readonly atLeastOnce?: boolean;
  /** Readers see open and aborted transactions. */
  readonly readUncommitted?: boolean;
  /** Readers keep the last output of an identity: only that one is compared. */
  readonly upsert?: boolean;
}

/** Properties that fail the verdict only when asked for; otherwise they are noted. */
export interface AskedProperties {
  readonly order?: boolean;
  readonly singleWriter?: boolean;
}

/** Something that must have happened in the run for a pass to mean anything. */
export interface Probe {
  readonly name: string;
  readonly hits: number;
  readonly required: boolean;
}

export interface Evidence {
  readonly input: InputLog;
  readonly shape: PipelineShape;
  readonly frontier: Frontier;
  readonly facts: RunFacts;
  readonly limits: Limits;
  readonly relaxations: Relaxations;
  readonly properties: AskedProperties;
  readonly probes: readonly Probe[];
}
