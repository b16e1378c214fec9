import type { ProcessState, WindowState } from "../operator/keyed-state.ts";
import type { GateMemory } from "../protocol/gate-memory.ts";
import type { SinkState } from "../sink/sink-state.ts";
import type { SplitPosition } from "../source/source-reader.ts";

export type KeyedState = WindowState | ProcessState;

/** What one subtask hands over at a barrier. Nothing of watermarks is in it (W20). */
export interface SubtaskState {
  readonly task: number;
  readonly subtask: number;
  /** Source task only: the next offset of every split (C16). */
  readonly splits: readonly SplitPosition[];
  /** Keyed state by the operator's name, its uid. */
  readonly keyed: ReadonlyMap<string, KeyedState>;
  readonly sink: SinkState | undefined;
  /** Undefined: no gate, or one that keeps nothing, as published. */
  readonly gate: GateMemory | undefined;
}

/** The state of a whole job at one checkpoint or savepoint, operator by operator (C16, C20, C21). */
export interface JobState {
  /** Its id in the counter that checkpoints and savepoints share (C24). */
  readonly id: number;
  /** By source subtask. */
  readonly splits: readonly (readonly SplitPosition[])[];
  /** By operator, then by subtask. */
  readonly keyed: ReadonlyMap<string, readonly KeyedState[]>;
  /** By sink subtask. */
  readonly sink: readonly SinkState[];
  /** By gate subtask. */
  readonly gates: readonly GateMemory[];
}

/** Puts together what all subtasks acknowledged. */
export function assembleState(id: number, parts: readonly SubtaskState[]): JobState {
  const ordered = [...parts].sort((a, b) => a.task - b.task || a.subtask - b.subtask);
  const keyed = new Map<string, KeyedState[]>();
  for (const part of ordered) {
    for (const [name, state] of part.keyed) {
      const states = keyed.get(name);
      if (states === undefined) keyed.set(name, [state]);
      else states.push(state);
    }
  }
  return {
    id,
    splits: ordered.filter((part) => part.task === 0).map((part) => part.splits),
    keyed,
    sink: ordered.flatMap((part) => (part.sink === undefined ? [] : [part.sink])),
    gates: ordered.flatMap((part) => part.gate ?? []),
  };
}
