import type { EventTime } from "../event-time.ts";
import type { JoinStage, ProcessStage, TtlOptions, WindowStage } from "../keyed-stages.ts";
import { keyGroupRangeOf } from "../network/key-groups.ts";
import { DistinctOperator } from "../operator/distinct-operator.ts";
import { KeyedProcessOperator } from "../operator/keyed-process-operator.ts";
import type { ProcessState, TtlState, WindowState } from "../operator/keyed-state.ts";
import type { Operator } from "../operator/operator.ts";
import { PeriodFunction } from "../operator/period-function.ts";
import { WindowOperator } from "../operator/window-operator.ts";
import type { ChainOptions } from "./chain-options.ts";
import type { KeyedState } from "./job-state.ts";
import { ProcessingTimers, type TimedOperator } from "./processing-timers.ts";

/** A keyed operator of a chain, under its uid. */
export interface KeyedMember {
  readonly name: string;
  /** The operator's current watermark (not part of its state, W20). */
  readonly watermark: EventTime;
  snapshot(): KeyedState;
}

interface TimedStage {
  readonly name: string;
  readonly time?: "processing" | undefined;
}

/** Makes the operators of a chain that have keyed state, and restores it. */
export class KeyedOperators {
  readonly members: KeyedMember[] = [];
  readonly #timed: TimedOperator[] = [];
  readonly #options: ChainOptions;

  constructor(options: ChainOptions) {
    this.#options = options;
  }

  get timers(): ProcessingTimers | undefined {
    if (this.#timed.length === 0) return undefined;
    return new ProcessingTimers(this.#options.epochMillis, this.#timed);
  }

  process(stage: ProcessStage, next: Operator): Operator {
    if (stage.ttl !== undefined) return this.#distinct(stage, stage.ttl, next);
    const { element, keys, functions } = this.#options;
    const operator = new KeyedProcessOperator({
      element,
      next,
      keys,
      function: new PeriodFunction({
        name: stage.name,
        timerMillis: stage.timerMillis,
        functions,
        resultId: this.#resultId(stage.name),
        processingTime: this.#clockOf(stage),
      }),
    });
    const uid = stage.uid ?? stage.name;
    operator.restore(this.#restored<ProcessState>(uid, "process"), this.#range());
    this.#add(stage, uid, operator, () => operator.timers.currentWatermark);
    return operator;
  }

  #distinct(stage: ProcessStage, ttl: TtlOptions, next: Operator): Operator {
    const { element, keys, flow } = this.#options;
    const operator = new DistinctOperator({
      element,
      next,
      keys,
      ttl,
      processingTime: this.#clock(),
      onRepeated: flow && (() => element.id >= 0 && flow.filtered.add(element.id)),
    });
    const name = stage.uid ?? stage.name;
    operator.restore(this.#restored<TtlState>(name, "ttl"), this.#range());
    this.members.push({
      name,
      get watermark() {
        return operator.currentWatermark;
      },
      snapshot: () => operator.snapshot(),
    });
    return operator;
  }

  window(stage: WindowStage | JoinStage, next: Operator): Operator {
    const { element, keys, functions, listener } = this.#options;
    const operator = new WindowOperator({
      element,
      next,
      keys,
      assigner: stage.assigner,
      allowedLatenessMillis: stage.allowedLatenessMillis,
      lateSideOutput: stage.lateSideOutput,
      functions,
      resultId: this.#resultId(stage.name),
      onLate: () => listener.late(element),
      processingTime: this.#clockOf(stage),
    });
    const uid = stage.uid ?? stage.name;
    operator.restore(this.#restored<WindowState>(uid, "window"), this.#range());
    this.#add(stage, uid, operator, () => operator.currentWatermark);
    return operator;
  }

  // What a processing-time operator has done is told by its clock: all before this millisecond.
  #add(
    stage: TimedStage,
    name: string,
    operator: TimedOperator & Pick<KeyedMember, "snapshot">,
    watermark: () => EventTime,
  ): void {
    const clock = this.#clockOf(stage);
    if (clock !== undefined) this.#timed.push(operator);
    this.members.push({
      name,
      get watermark() {
        return clock === undefined ? watermark() : clock() - 2;
      },
      snapshot: () => operator.snapshot(),
    });
  }

  #clockOf({ time }: TimedStage): (() => number) | undefined {
    return time === undefined ? undefined : this.#clock();
  }

  #clock(): () => number {
    const { epochMillis, clock } = this.#options;
    return () => epochMillis() + Math.floor(clock.now / 1_000);
  }

  #resultId(name: string): number {
    return -1 - (this.#options.resultIndex.get(name) ?? 0);
  }

  #range(): ReturnType<typeof keyGroupRangeOf> {
    const { subtask, plan, keys } = this.#options;
    return keyGroupRangeOf(subtask, keys.maxParallelism, plan.parallelism);
  }

  #restored<State extends KeyedState>(name: string, kind: State["kind"]): readonly State[] {
    const states = this.#options.restore?.keyed.get(name) ?? [];
    return states.filter((state): state is State => state.kind === kind);
  }
}
