import { assert } from "../../engine/assert.ts";
import type { EventTime } from "../event-time.ts";
import type { KeyGroupRange, KeyTable } from "../network/key-groups.ts";
import type { Operator } from "./operator.ts";

/**
 * Rows of keyed state, one a (key, window), in columns. The key gives the key group, so a restore
 * into any parallelism takes the rows of its own groups (C20). No watermark is in it (W20).
 */
export interface WindowState {
  readonly kind: "window";
  /** A restore under another one is refused (C20). */
  readonly maxParallelism: number;
  readonly key: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly digest: Uint32Array;
  readonly count: Uint32Array;
  /** 1 = the trigger's timer at the window's end is registered. */
  readonly armed: Uint8Array;
}

/** Timers of a keyed process function, in columns. */
export interface ProcessState {
  readonly kind: "process";
  readonly maxParallelism: number;
  readonly key: Int32Array;
  /** Event time (ms) or processing time. */
  readonly time: Float64Array;
  /** 1 = processing time. */
  readonly isProcessingTime: Uint8Array;
}

/** State with a TTL, one a key, in columns. */
export interface TtlState {
  readonly kind: "ttl";
  readonly maxParallelism: number;
  readonly key: Int32Array;
  /** Wall clock, milliseconds. */
  readonly updated: Float64Array;
}

/** An operator with keyed state, which goes by the operator's name (its uid). */
export interface KeyedOperator<State> extends Operator {
  snapshot(): State;
  /** Before the first element: takes the rows of `range` from the state of all old subtasks. */
  restore(states: readonly State[], range: KeyGroupRange): void;
}

/** What a restore needs to know about the rows that it may take. */
export function rowsInRange(
  state: { readonly maxParallelism: number; readonly key: Int32Array },
  keys: KeyTable,
  range: KeyGroupRange,
): number[] {
  assert(
    state.maxParallelism === keys.maxParallelism,
    () => `state of max parallelism ${state.maxParallelism}, not ${keys.maxParallelism}`,
  );
  const rows: number[] = [];
  for (let row = 0; row < state.key.length; row++) {
    const group = keys.keyGroups[state.key[row]!]!;
    if (group >= range.from && group <= range.to) rows.push(row);
  }
  return rows;
}

/** One row on its way into or out of a snapshot. */
export interface WindowRow {
  readonly key: number;
  readonly start: EventTime;
  readonly end: EventTime;
  readonly digest: number;
  readonly count: number;
  readonly armed: boolean;
}

/** The columns of these rows. */
export function windowState(rows: readonly WindowRow[], maxParallelism: number): WindowState {
  const { length } = rows;
  const state = {
    kind: "window",
    maxParallelism,
    key: new Int32Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    digest: new Uint32Array(length),
    count: new Uint32Array(length),
    armed: new Uint8Array(length),
  } as const;
  for (let i = 0; i < length; i++) {
    const row = rows[i]!;
    state.key[i] = row.key;
    state.start[i] = row.start;
    state.end[i] = row.end;
    state.digest[i] = row.digest;
    state.count[i] = row.count;
    state.armed[i] = row.armed ? 1 : 0;
  }
  return state;
}

/** One row of the columns. */
export function windowRow(state: WindowState, row: number): WindowRow {
  return {
    key: state.key[row]!,
    start: state.start[row]!,
    end: state.end[row]!,
    digest: state.digest[row]!,
    count: state.count[row]!,
    armed: state.armed[row] === 1,
  };
}
