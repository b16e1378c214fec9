import { MAX_WATERMARK, MIN_WATERMARK } from "../../model/event-time.ts";
import type { SubtaskAttempt } from "../../model/handover/attempts.ts";
import type { Element } from "../../model/operator/element.ts";
import type { JobRole } from "../../model/options.ts";
import { offsetOf, partitionOf } from "../../oracle/record-slots.ts";
import type { GateDecision, GateRule, SubtaskRef } from "../report-facts.ts";
import type { GateSpan } from "../report-handover.ts";
import { type GateManner, gateStateOf, ruleName, ruleOf } from "./gate-rule.ts";
import { SubtaskTable } from "./subtask-table.ts";

/** From `at` on a gate worked by that state; it had judged its last record before at `lastAt`. */
export interface GateTurn {
  readonly attempt: number;
  readonly at: number;
  readonly lastAt: number;
  readonly state: GateSpan["state"];
}

interface Track {
  readonly turns: GateTurn[];
  attempt: number;
  lastAt: number;
  state: GateSpan["state"] | undefined;
}

/** All that each job's gates did with one output, oldest first. */
export type Decisions = Readonly<Record<JobRole, GateDecision[]>>;

/** What the gates of one job did with a record: the last rule, and whether it was the only answer. */
export interface GateVerdictOn {
  readonly rule: GateRule;
  readonly wasLate: boolean;
  /** A restart judged it again, and otherwise. */
  readonly hasWavered: boolean;
}

/** A record's byte: the number of the last rule + 1, and flags. */
const RULE = 15;
const PASSED = 16;
const LATE = 32;
const WAVERED = 64;

/** A restarted gate judges again; the last ones are kept. */
const DECISIONS_KEPT = 8;

/** Follows what every gate knows, and what it does with the outputs that failed. */
export class GateBook {
  readonly tracks: SubtaskTable<Track> = new SubtaskTable(() => ({
    turns: [],
    attempt: 0,
    lastAt: -1,
    state: undefined,
  }));
  readonly #manner: GateManner;
  /** By the record's id, or the name of the result. */
  readonly #decisions = new Map<number | string, Decisions>();
  readonly #codes: Readonly<Record<JobRole, readonly Uint8Array[]>>;

  /** `watched`: outputs to keep decisions of; `counts`: records by partition. */
  constructor(manner: GateManner, watched: Iterable<number | string>, counts: readonly number[]) {
    this.#manner = manner;
    for (const name of watched) this.#decisions.set(name, { outgoing: [], incoming: [] });
    const blank = (): readonly Uint8Array[] => counts.map((count) => new Uint8Array(count));
    this.#codes = { outgoing: blank(), incoming: blank() };
  }

  judged(
    by: SubtaskAttempt,
    at: number,
    element: Element,
    passed: boolean,
    watermark: number,
    toggle: number | undefined,
  ): void {
    this.#turn(by, at, passed, watermark, toggle);
    const { id } = element;
    const ts = element.hasTimestamp ? element.ts : Number.NaN;
    const isOutgoing = by.role === "outgoing";
    const rule = ruleOf(isOutgoing, passed, toggle, watermark, ts, this.#manner);
    if (id >= 0) this.#code(by.role, id, rule, passed, ts <= watermark);
    if (this.#decisions.size === 0) return;
    const decisions = this.#decisions.get(id >= 0 ? id : resultName(element));
    const kept = decisions?.[by.role];
    if (kept === undefined) return;
    if (kept.length >= DECISIONS_KEPT) kept.shift();
    kept.push({
      task: by.task,
      subtask: by.subtask,
      attempt: by.attempt,
      at,
      passed,
      rule: ruleName(rule),
      toggle: toggle ?? null,
      watermark: watermark > MIN_WATERMARK && watermark < MAX_WATERMARK ? watermark : null,
    });
  }

  decisions(name: number | string): Decisions | undefined {
    return this.#decisions.get(name);
  }

  /** The gates that judged watched outputs, those that judged the most of them first. */
  judges(): readonly SubtaskRef[] {
    const counts = new SubtaskTable((ref) => ({ ...ref, count: 0 }));
    for (const decisions of this.#decisions.values()) {
      for (const role of ["outgoing", "incoming"] as const) {
        const last = decisions[role].at(-1);
        if (last !== undefined) counts.of({ role, ...last }).count++;
      }
    }
    const all = counts.all().filter(({ count }) => count > 0);
    return all.toSorted((a, b) => b.count - a.count);
  }

  /** What that job's gates did with the record; undefined: none ever judged it. */
  verdictOn(role: JobRole, partition: number, offset: number): GateVerdictOn | undefined {
    const code = this.#codes[role][partition]?.[offset] ?? 0;
    if (code === 0) return undefined;
    return {
      rule: ruleName((code & RULE) - 1),
      wasLate: (code & LATE) !== 0,
      hasWavered: (code & WAVERED) !== 0,
    };
  }

  /** A gate judged a record at or behind it in its partition. */
  judgedBehind(role: JobRole, partition: number, offset: number): boolean {
    const codes = this.#codes[role][partition];
    return codes?.some((code, at) => at > offset && code !== 0) ?? false;
  }

  /** A gate judged the record when its watermark was not below it. */
  wasLate(partition: number, offset: number): boolean {
    const { outgoing, incoming } = this.#codes;
    const code = (outgoing[partition]?.[offset] ?? 0) | (incoming[partition]?.[offset] ?? 0);
    return (code & LATE) !== 0;
  }

  #code(role: JobRole, id: number, rule: number, passed: boolean, isLate: boolean): void {
    const codes = this.#codes[role][partitionOf(id)]!;
    const offset = offsetOf(id);
    const before = codes[offset]!;
    const wavers = before !== 0 && (before & PASSED) !== (passed ? PASSED : 0);
    const kept = before & (LATE | WAVERED);
    codes[offset] =
      (rule + 1) | (passed ? PASSED : 0) | (isLate ? LATE : 0) | (wavers ? WAVERED : 0) | kept;
  }

  #turn(
    by: SubtaskAttempt,
    at: number,
    passed: boolean,
    watermark: number,
    toggle: number | undefined,
  ): void {
    const track = this.tracks.of(by);
    const state = gateStateOf(by.role, passed, toggle, watermark, this.#manner);
    if (state !== track.state || by.attempt !== track.attempt) {
      const lastAt = by.attempt === track.attempt ? track.lastAt : -1;
      // A gate that goes by positions turns with every record while partitions are cut.
      if (track.turns.length < TURNS_MAX) {
        track.turns.push({ attempt: by.attempt, at, lastAt, state });
      }
      track.state = state;
      track.attempt = by.attempt;
    }
    track.lastAt = at;
  }
}

const TURNS_MAX = 1_000;

/** A result by stage, key and bounds. */
export function resultName({ id, key, windowStart, ts }: Element): string {
  return resultNameOf(-1 - id, key, windowStart, ts + 1);
}

export function resultNameOf(stage: number, key: number, start: number, end: number): string {
  return `${stage} ${key} ${start} ${end}`;
}
