import type { KeyedDraws } from "../../engine/choice.ts";
import { type LatencyModel, sampleLatency } from "../../engine/latency.ts";
import type { CheckpointFailureReason } from "../checkpoint/failure-reason.ts";
import { MAX_WATERMARK } from "../event-time.ts";
import { BARRIER, CANCEL_BARRIER } from "../network/control-elements.ts";
import type { TaskOutput } from "../network/task-output.ts";
import type { CheckpointingOptions } from "../options.ts";
import { CHECKPOINT, WORK } from "../phases.ts";
import type { GateMemory } from "../protocol/gate-memory.ts";
import type { AttemptAgenda } from "./agenda.ts";
import {
  type BarrierKind,
  barrierValue,
  CHECKPOINT_BARRIER,
  DRAIN_BARRIER,
  STOP_BARRIER,
} from "./barrier-value.ts";
import type { Chain } from "./chain.ts";
import type { GateRuntime } from "./gate-runtime.ts";
import type { JobBooks } from "./job-books.ts";
import type { KeyedState, SubtaskState } from "./job-state.ts";
import type { CloseKind, SinkRuntime } from "./sink-runtime.ts";
import type { SourceSubtask } from "./source-subtask.ts";
import type { TaskSubtask } from "./task-subtask.ts";

/** The job around one execution. */
export interface ExecutionHost {
  opened(execution: Execution): void;
  acknowledged(id: number, execution: Execution, state: SubtaskState): void;
  declined(id: number, execution: Execution, reason: CheckpointFailureReason): void;
  failed(execution: Execution, reason: string): void;
  finished(execution: Execution): void;
}

/** The parts of one execution, as the deployment puts them together. */
export interface ExecutionParts {
  readonly task: number;
  readonly subtask: number;
  /** Number of this subtask among all of its job, for acknowledgements. */
  readonly index: number;
  /** Of this attempt, unique in the run. */
  readonly owner: number;
  readonly thread: TaskSubtask;
  /** The same as `thread` in the source task. */
  readonly source: SourceSubtask | undefined;
  readonly chain: Chain;
  /** By the names of their stages. */
  readonly sinks: ReadonlyMap<string, SinkRuntime>;
  readonly gates: ReadonlyMap<string, GateRuntime>;
  readonly out: TaskOutput | undefined;
  readonly agenda: AttemptAgenda;
  readonly checkpointing: CheckpointingOptions;
  /** What a savepoint takes longer than a checkpoint, drawn once a savepoint. */
  readonly savepointDuration: LatencyModel | undefined;
  readonly savepointDraws: KeyedDraws;
  readonly asyncDraws: KeyedDraws;
  readonly rpcDraws: KeyedDraws;
  readonly books: JobBooks;
  readonly host: ExecutionHost;
}

/**
 * One attempt of one subtask, from its deployment to its end: opens it, takes its snapshots, tells
 * it what became of them, closes it.
 */
export class Execution {
  readonly parts: ExecutionParts;
  #isOpen = false;
  #isLost = false;
  #stopId: number | undefined;
  /** Of the last barrier seen. */
  #lastId = 0;
  #lastCallAt = 0;

  constructor(parts: ExecutionParts) {
    this.parts = parts;
  }

  get index(): number {
    return this.parts.index;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** INITIALIZING: sinks recover (S5, S9, S10), gates read their ConfigMap; then RUNNING. */
  open(): void {
    const { sinks, gates, agenda } = this.parts;
    const failed = (reason: string): void => {
      if (!agenda.isOver) this.fail(reason);
    };
    oneByOne(
      [
        ...[...sinks.values()].map((sink) => (next: () => void) => sink.open(next, failed)),
        ...[...gates.values()].map((gate) => (next: () => void) => gate.open(next)),
      ],
      () => this.#opened(),
    );
  }

  #opened(): void {
    this.#isOpen = true;
    this.parts.thread.open(this.parts.agenda.now);
    this.parts.host.opened(this);
  }

  /** The JobManager's trigger has reached this source subtask. */
  triggerCheckpoint(id: number, kind: BarrierKind): void {
    this.parts.thread.execute(() => this.snapshot(id, kind));
  }

  /**
   * C3, C15: pre-commit, barrier downstream, synchronous part, asynchronous part, acknowledgement;
   * in the task thread, between two elements.
   */
  snapshot(id: number, kind: BarrierKind): void {
    // C3: a barrier that comes out of order is ignored.
    if (id <= this.#lastId) return;
    this.#lastId = id;
    const { thread, sinks, out, agenda, checkpointing, source } = this.parts;
    const at = thread.actsAt;
    if (kind === DRAIN_BARRIER) source?.endEventTime();
    for (const sink of sinks.values()) sink.preCommit(id);
    if (out !== undefined) {
      out.broadcast(BARRIER, barrierValue(id, kind), at);
      out.flush(at);
    }
    const state = this.#capture(id);
    thread.busyFor(checkpointing.syncMicros);
    if (kind === STOP_BARRIER || kind === DRAIN_BARRIER) {
      this.#stopId = id;
      source?.stopEmitting();
    }
    const async = this.#asynchronousPart(id, kind);
    const rpc = sampleLatency(checkpointing.rpc, this.parts.rpcDraws.unit(id, 1));
    const done = Math.max(thread.busyUntil, agenda.now);
    agenda.at(done + async + rpc, CHECKPOINT, () => this.parts.host.acknowledged(id, this, state));
  }

  #asynchronousPart(id: number, kind: BarrierKind): number {
    const { checkpointing, asyncDraws, savepointDuration, savepointDraws } = this.parts;
    const async = sampleLatency(checkpointing.async, asyncDraws.unit(id));
    if (kind === CHECKPOINT_BARRIER || savepointDuration === undefined) return async;
    return async + sampleLatency(savepointDuration, savepointDraws.unit(id));
  }

  #capture(id: number): SubtaskState {
    const { task, subtask, source, chain, sinks, books, owner } = this.parts;
    const keyed = new Map<string, KeyedState>();
    let watermark = MAX_WATERMARK;
    for (const operator of chain.keyed) {
      keyed.set(operator.name, operator.snapshot());
      watermark = Math.min(watermark, operator.watermark);
    }
    books.snapshotTaken(owner, id, watermark, this.parts.thread.actsAt);
    return {
      task,
      subtask,
      source: source?.snapshot(id),
      keyed,
      sinks: new Map(Array.from(sinks, ([name, sink]) => [name, sink.snapshot(id)])),
      gates: this.#gateMemories(),
    };
  }

  #gateMemories(): ReadonlyMap<string, GateMemory> {
    const memories = new Map<string, GateMemory>();
    for (const [name, gate] of this.parts.chain.gates) {
      const memory = gate.snapshot();
      if (memory !== undefined) memories.set(name, memory);
    }
    return memories;
  }

  /** The task gives a checkpoint up (C10, C11), and tells the tasks behind it. */
  decline(id: number, reason: CheckpointFailureReason): void {
    const { agenda, checkpointing, rpcDraws, host, out, thread } = this.parts;
    if (out !== undefined) {
      out.broadcast(CANCEL_BARRIER, barrierValue(id, CHECKPOINT_BARRIER), thread.actsAt);
      out.flush(thread.actsAt);
    }
    const rpc = sampleLatency(checkpointing.rpc, rpcDraws.unit(id, 2));
    agenda.at(agenda.now + rpc, CHECKPOINT, () => host.declined(id, this, reason));
  }

  /** C6: one-way; the caller has decided that it is not lost and when it gets here. */
  notifyComplete(id: number): void {
    if (!this.#isOpen) return;
    const { thread, source, sinks, host, books, owner } = this.parts;
    const commits = [...sinks.values()].map(
      (sink) => (next: () => void) => sink.notifyComplete(id, next),
    );
    thread.execute(() => {
      source?.reader.checkpointCompleted(id);
      oneByOne(commits, () => {
        if (sinks.size > 0) books.committed(owner, id);
        if (this.#stopId === id) host.finished(this);
      });
    });
  }

  /**
   * What completed before counts as told now (C6). A task whose synchronous savepoint came to
   * nothing fails (C26).
   */
  notifyAborted(id: number, latestCompletedId: number | undefined): void {
    if (latestCompletedId !== undefined) this.notifyComplete(latestCompletedId);
    if (this.#isOpen && this.#stopId === id) this.fail("Stop-with-savepoint failed");
  }

  /** When a call of the JobManager that could be here at `at` gets here, behind all before it. */
  nextCallAt(at: number): number {
    this.#lastCallAt = Math.max(this.#lastCallAt, at);
    return this.#lastCallAt;
  }

  fail(reason: string): void {
    this.parts.host.failed(this, reason);
  }

  /** Fails as it takes its next record, if `isFirst` says so then. */
  failOnRecord(isFirst: () => boolean): void {
    const { source, thread, agenda } = this.parts;
    source?.trapNextRecord(() => {
      if (!isFirst()) return false;
      thread.halt("failed");
      agenda.at(agenda.now, WORK, () => this.fail("failed on a record"));
      return true;
    });
  }

  /** It is gone, and the JobManager does not know: what that counts as RUNNING is so still (C23). */
  lose(how: CloseKind): void {
    for (const gate of this.parts.gates.values()) gate.silentUntil(Number.POSITIVE_INFINITY);
    this.#end(how);
    this.#isLost = true;
    this.parts.thread.vanish();
  }

  /** The end of this attempt; `how` says what the sink does with its open transaction (S13). */
  close(how: CloseKind): void {
    this.#isOpen = false;
    if (!this.#isLost) this.#end(how);
    this.parts.thread.terminate();
  }

  #end(how: CloseKind): void {
    const { thread, sinks, gates, agenda } = this.parts;
    thread.catchUp(agenda.now);
    agenda.end();
    for (const gate of gates.values()) gate.close();
    for (const sink of sinks.values()) sink.close(how);
  }
}

/** Takes the steps one after the other, each when the one before has called back, then `done`. */
function oneByOne(steps: readonly ((next: () => void) => void)[], done: () => void): void {
  const [first, ...rest] = steps;
  if (first === undefined) done();
  else first(() => oneByOne(rest, done));
}
