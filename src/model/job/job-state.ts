import type { ProcessState, TtlState, WindowState } from "../operator/keyed-state.ts";
import type { GateMemory } from "../protocol/gate-memory.ts";
import type { PendingAcks } from "../queue/pending-acks.ts";
import type { SinkState } from "../sink/sink-state.ts";
import type { ReaderState, SplitPosition } from "../source/record-reader.ts";

export type KeyedState = WindowState | ProcessState | TtlState;

/** What one subtask hands over at a barrier. Nothing of watermarks is in it (W20). */
export interface SubtaskState {
  readonly task: number;
  readonly subtask: number;
  /** A source's task only: the next offset of every split (C16), or what a queue waits to ack. */
  readonly source: SourceState | undefined;
  /** Keyed state by the operator's name, its uid. */
  readonly keyed: ReadonlyMap<string, KeyedState>;
  readonly sinks: ReadonlyMap<string, SinkState>;
  /** Only of gates that keep something; the published ones do not. */
  readonly gates: ReadonlyMap<string, GateMemory>;
}

/** The state of one source subtask, under the source's name. */
export interface SourceState extends ReaderState {
  readonly name: string;
}

/** The state of a whole job at one checkpoint or savepoint, operator by operator (C16, C20, C21). */
export interface JobState {
  /** Its id in the counter that checkpoints and savepoints share (C24). */
  readonly id: number;
  /** By source, then by subtask. */
  readonly splits: ReadonlyMap<string, readonly (readonly SplitPosition[])[]>;
  /** Of sources that are queues (N8, N9), by source, then by subtask. */
  readonly pendingAcks: ReadonlyMap<string, readonly (readonly PendingAcks[])[]>;
  /** By operator, then by subtask. */
  readonly keyed: ReadonlyMap<string, readonly KeyedState[]>;
  /** By sink, then by subtask. */
  readonly sinks: ReadonlyMap<string, readonly SinkState[]>;
  /** By gate, then by subtask. */
  readonly gates: ReadonlyMap<string, readonly GateMemory[]>;
}

/** Puts together what all subtasks acknowledged. */
export function assembleState(id: number, parts: readonly SubtaskState[]): JobState {
  const ordered = [...parts].sort((a, b) => a.task - b.task || a.subtask - b.subtask);
  return {
    id,
    splits: byName(
      ordered.map(({ source }) => (source === undefined ? [] : [[source.name, source.splits]])),
    ),
    pendingAcks: byName(
      ordered.map(({ source }) =>
        source?.pending === undefined ? [] : [[source.name, source.pending]],
      ),
    ),
    keyed: byName(ordered.map((part) => part.keyed)),
    sinks: byName(ordered.map((part) => part.sinks)),
    gates: byName(ordered.map((part) => part.gates)),
  };
}

/** All states of each name, in the order of the parts. */
function byName<T>(
  parts: readonly Iterable<readonly [string, T]>[],
): ReadonlyMap<string, readonly T[]> {
  const states = new Map<string, T[]>();
  for (const part of parts) {
    for (const [name, state] of part) {
      const known = states.get(name);
      if (known === undefined) states.set(name, [state]);
      else known.push(state);
    }
  }
  return states;
}
