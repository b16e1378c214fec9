import type { SimTime } from "../../engine/clock.ts";
import type { EventTime } from "../event-time.ts";
import type { Element } from "../operator/element.ts";
import type { FlowBook } from "./flow-book.ts";
import type { GateFacts } from "./gate-facts.ts";

/**
 * What one job tells about itself while it runs, for judge and report. Nothing of it comes back
 * into the run. Attempts of subtasks go by an owner number, unique in the run.
 */
export interface JobBooks {
  /** Where the records of that attempt of the job go; undefined: nobody asks. */
  readonly flow?: ((attempt: number) => FlowBook) | undefined;
  /** A new attempt of that subtask begins; returns its owner number. */
  attempt(task: number, subtask: number): number;
  /** The gate of that attempt; its facts go on changing while it works. */
  gate(owner: number, facts: GateFacts): void;
  /** The record in the register was late at a window (W17). */
  late(element: Element, owner: number): void;
  /**
   * The barrier of `id` has passed this subtask. `watermark`: the lowest one of its keyed operators
   * then; MAX_WATERMARK without any.
   */
  snapshotTaken(owner: number, id: number, watermark: EventTime, at: SimTime): void;
  /** This sink subtask has committed everything up to checkpoint `id`. */
  committed(owner: number, id: number): void;
  /** Undefined when nobody watches the subtasks closely: it costs a call a record. */
  readonly watch: JobWatch | undefined;
}

/** What subtasks of one job go through, record by record; for a report. */
export interface JobWatch {
  /** A gate let the record in the register pass, or dropped it; `toggle` = what it knew. */
  judged(
    owner: number,
    at: SimTime,
    element: Element,
    passed: boolean,
    watermark: EventTime,
    toggle: EventTime | undefined,
  ): void;
  /** A watermark came to the head of the chain, or its input became idle or active. */
  watermark(owner: number, at: SimTime, watermark: EventTime): void;
  status(owner: number, at: SimTime, isIdle: boolean): void;
}
