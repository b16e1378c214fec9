import { MAX_WATERMARK, MIN_WATERMARK } from "../../model/event-time.ts";
import type { SubtaskAttempt } from "../../model/handover/attempts.ts";
import type { JobRole } from "../../model/options.ts";
import type { ReportSpan, SubtaskRef } from "../report-facts.ts";
import { SubtaskTable } from "./subtask-table.ts";

/** Watermarks of one subtask as steps; NaN = it has none (yet, or any more). */
export interface WatermarkSteps extends SubtaskRef {
  readonly t: number[];
  readonly wm: number[];
}

interface Track extends WatermarkSteps {
  attempt: number;
  /** Since when its input is idle. */
  idleSince: number | undefined;
  readonly idle: ReportSpan[];
}

/** Keeps every watermark that comes to the subtasks of some tasks of each job. */
export class WatermarkBook {
  readonly #tasks: Readonly<Record<JobRole, ReadonlySet<number>>>;
  readonly #tracks: SubtaskTable<Track>;

  constructor(tasks: Readonly<Record<JobRole, ReadonlySet<number>>>) {
    this.#tasks = tasks;
    this.#tracks = new SubtaskTable((ref) => ({
      ...ref,
      t: [],
      wm: [],
      attempt: 0,
      idleSince: undefined,
      idle: [],
    }));
  }

  watermark(by: SubtaskAttempt, at: number, watermark: number): void {
    if (!this.#tasks[by.role].has(by.task)) return;
    const track = this.#trackOf(by, at);
    const isNone = watermark <= MIN_WATERMARK || watermark >= MAX_WATERMARK;
    push(track, at, isNone ? Number.NaN : watermark);
  }

  status(by: SubtaskAttempt, at: number, isIdle: boolean): void {
    if (!this.#tasks[by.role].has(by.task)) return;
    const track = this.#trackOf(by, at);
    if (isIdle) track.idleSince ??= at;
    else wakes(track, at);
  }

  /** After the run: the job was down from `at` on, and none of its subtasks had a watermark. */
  ends(role: JobRole, at: number): void {
    for (const track of this.#tracks.all()) {
      if (track.role !== role) continue;
      const next = track.t.findIndex((t) => t > at);
      const place = next < 0 ? track.t.length : next;
      // What goes on without a new beginning was not down.
      if (next >= 0 && !Number.isNaN(track.wm[next])) continue;
      if (place === 0 || Number.isNaN(track.wm[place - 1])) continue;
      track.t.splice(place, 0, at);
      track.wm.splice(place, 0, Number.NaN);
      if (next < 0) wakes(track, at);
    }
  }

  steps(): readonly WatermarkSteps[] {
    return this.#tracks.all();
  }

  /** Spans in which the input of a subtask was idle; open ones end at `end`. */
  idle(end: number): readonly (SubtaskRef & ReportSpan)[] {
    return this.#tracks.all().flatMap(({ role, task, subtask, idle, idleSince }) => {
      const open = idleSince === undefined ? [] : [{ from: idleSince, to: end }];
      return [...idle, ...open].map(({ from, to }) => ({ role, task, subtask, from, to }));
    });
  }

  // W20: a new attempt begins without a watermark.
  #trackOf(by: SubtaskAttempt, at: number): Track {
    const track = this.#tracks.of(by);
    if (by.attempt !== track.attempt) {
      wakes(track, at);
      // Just before its first one, which is when it is heard of.
      if (track.t.length > 0 && at - 1 > (track.t.at(-1) as number))
        push(track, at - 1, Number.NaN);
      track.attempt = by.attempt;
    }
    return track;
  }
}

function push(track: Track, at: number, watermark: number): void {
  if (track.t.at(-1) === at) track.wm[track.wm.length - 1] = watermark;
  else {
    track.t.push(at);
    track.wm.push(watermark);
  }
}

function wakes(track: Track, at: number): void {
  if (track.idleSince === undefined) return;
  if (at > track.idleSince) track.idle.push({ from: track.idleSince, to: at });
  track.idleSince = undefined;
}
