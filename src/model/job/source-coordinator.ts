import type { Chance, KeyedDraws } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { EventTime } from "../event-time.ts";
import type { JobOptions } from "../options.ts";
import { CHECKPOINT } from "../phases.ts";
import type { SplitPosition } from "../source/record-reader.ts";
import type { PlacedSource } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { WatermarkAlignmentAggregator } from "../watermark/watermark-alignment-aggregator.ts";
import type { Agenda } from "./agenda.ts";
import type { Execution } from "./execution.ts";
import type { JobState } from "./job-state.ts";
import type { SourceSubtask } from "./source-subtask.ts";
import { SplitEnumerator } from "./split-enumerator.ts";

/** What the coordinators of one job's sources have in common (`CoordinatorStore`). */
export interface CoordinatorStore {
  /** W19: sources of one group wait for each other; by the group's name. */
  readonly groups: Map<string, WatermarkAlignmentAggregator>;
}

/**
 * The JobManager's side of one source of one job (`SourceCoordinator`): assigns what its enumerator
 * finds (N1, N2), and announces how far watermarks may go (W19). It lives as long as its JobManager, over
 * failovers of its tasks; the other job has coordinators of its own.
 */
export class SourceCoordinator {
  readonly source: PlacedSource;
  readonly #number: number;
  readonly #job: JobOptions;
  readonly #agenda: Agenda;
  readonly #draws: KeyedDraws;
  readonly #reportDraws: KeyedDraws;
  readonly #store: CoordinatorStore;
  readonly #enumerator: SplitEnumerator;
  readonly #executions = new Map<number, Execution>();
  #subtasks = new WatermarkAlignmentAggregator();
  /** Counts its JobManagers. */
  #life = 0;
  #calls = 0;

  constructor(options: {
    readonly source: PlacedSource;
    /** Among the sources of the job. */
    readonly number: number;
    readonly job: JobOptions;
    readonly topic: TopicLog;
    readonly agenda: Agenda;
    readonly chance: Chance;
    readonly store: CoordinatorStore;
  }) {
    const { source, job, chance } = options;
    this.source = source;
    this.#number = options.number;
    this.#job = job;
    this.#agenda = options.agenda;
    this.#draws = chance.keyed(job.role, `coordinator of ${source.name}`);
    this.#reportDraws = chance.keyed(job.role, `watermark reports of ${source.name}`);
    this.#store = options.store;
    this.#enumerator = new SplitEnumerator(source, job, options.topic);
  }

  /** The JobManager is gone; what comes next is another one's. */
  forget(): void {
    this.#life++;
    this.#enumerator.forget();
    this.#executions.clear();
    this.#subtasks = new WatermarkAlignmentAggregator();
  }

  /** The splits with which an attempt of a subtask begins. */
  splitsOf(subtask: number, restore: JobState | undefined): readonly SplitPosition[] {
    const { options, firstPartition } = this.source;
    // A queue has no splits: one stands for the watermarks of what comes to the subtask.
    if (options.queue !== undefined) return [{ partition: firstPartition, offset: 0 }];
    if (!this.#enumerator.isStarted) this.#start(restore);
    return this.#enumerator.splitsOf(subtask, restore, this.#agenda.now);
  }

  /** A new attempt of a subtask is there. */
  deployed(execution: Execution): void {
    this.#executions.set(execution.parts.subtask, execution);
  }

  /** W19: a subtask tells how far its watermark is. */
  reported(subtask: number, watermark: EventTime): void {
    const { alignment } = this.source.options;
    if (alignment === undefined || !this.#enumerator.isStarted) return;
    const latency = this.#latency(this.#reportDraws, subtask);
    const life = this.#life;
    this.#agenda.at(this.#agenda.now + latency, CHECKPOINT, () => {
      if (life !== this.#life) return;
      const lowest = this.#subtasks.report(subtask, watermark);
      if (lowest !== undefined) this.#groupOf(alignment.group).report(this.#number, lowest);
    });
  }

  #start(restore: JobState | undefined): void {
    this.#enumerator.start(this.#agenda.now, restore);
    for (const at of this.#enumerator.discoveries) {
      this.#later(at, () => this.#discover());
    }
    this.#announceLater();
  }

  #discover(): void {
    for (const [subtask, splits] of this.#enumerator.discover(this.#agenda.now)) {
      this.#call(subtask, (source) => {
        for (const split of splits) source.addSplit(split);
      });
    }
  }

  #announceLater(): void {
    const { alignment } = this.source.options;
    if (alignment === undefined) return;
    this.#later(this.#agenda.now + alignment.intervalMicros, () => {
      const allowed = this.#groupOf(alignment.group).maxAllowed(alignment.maxDriftMillis);
      for (const subtask of this.#subtasks.members) {
        if (this.#executions.get(subtask)?.isOpen !== true) continue;
        this.#call(subtask, (source) => source.onAlignment(allowed));
      }
      this.#announceLater();
    });
  }

  #groupOf(name: string): WatermarkAlignmentAggregator {
    const known = this.#store.groups.get(name);
    if (known !== undefined) return known;
    const group = new WatermarkAlignmentAggregator();
    this.#store.groups.set(name, group);
    return group;
  }

  #later(at: number, action: () => void): void {
    const life = this.#life;
    this.#agenda.at(at, CHECKPOINT, () => {
      if (life === this.#life) action();
    });
  }

  // An event for a task: in order with all other calls of the JobManager, lost with the attempt.
  #call(subtask: number, action: (source: SourceSubtask) => void): void {
    const execution = this.#executions.get(subtask);
    const source = execution?.parts.source;
    if (execution === undefined || source === undefined) return;
    const at = execution.nextCallAt(this.#agenda.now + this.#latency(this.#draws, subtask));
    execution.parts.agenda.at(at, CHECKPOINT, () => source.execute(() => action(source)));
  }

  #latency(draws: KeyedDraws, subtask: number): number {
    return sampleLatency(this.#job.checkpointing.rpc, draws.unit(++this.#calls, subtask));
  }
}
