import type { Chance, KeyedDraws } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { ComponentId, EventHandler, Simulation } from "../../engine/simulation.ts";
import { InputGate } from "../network/input-gate.ts";
import type { KeyTable } from "../network/key-groups.ts";
import { Network } from "../network/network.ts";
import { channelSelector } from "../network/partitioner.ts";
import {
  type ChannelSelector,
  type OutputChannel,
  ResultPartition,
} from "../network/result-partition.ts";
import type { JobOptions, NetworkOptions } from "../options.ts";
import { type Agenda, AttemptAgenda } from "./agenda.ts";
import type { Execution, ExecutionHost } from "./execution.ts";
import type { JobState } from "./job-state.ts";
import { type Member, planTasks, type TaskPlan } from "./topology.ts";
import { channelOf, consumersOf, producersOf } from "./wiring.ts";

/** Where one subtask's events go: to the attempt that runs now. */
export class SubtaskSlot implements EventHandler {
  readonly component: ComponentId;
  current: EventHandler | undefined;

  constructor(simulation: Simulation, path: string) {
    this.component = simulation.register(path, this);
  }

  handle(kind: number, a: number, b: number): void {
    this.current?.handle(kind, a, b);
  }
}

/** All that one subtask needs of its surroundings when an attempt of it is made. */
export interface Placement {
  readonly plan: TaskPlan;
  readonly subtask: number;
  readonly index: number;
  /** Counts the deployments of the job, from 1. */
  readonly attempt: number;
  readonly path: string;
  readonly slot: SubtaskSlot;
  readonly gate: InputGate | undefined;
  readonly agenda: AttemptAgenda;
  readonly host: ExecutionHost;
  readonly restore: JobState | undefined;
  /** The output; `onCredit` is called when a buffer that waits has got its credit. */
  output(onCredit: () => void): ResultPartition | undefined;
}

/** The plan of one job and the wires between its subtasks; makes attempts of them. */
export class Deployment {
  readonly plans: readonly TaskPlan[];
  readonly members: readonly Member[];
  readonly #options: JobOptions;
  readonly #network: Network;
  readonly #networkOptions: NetworkOptions;
  readonly #simulation: Simulation;
  readonly #agenda: Agenda;
  readonly #path: string;
  readonly #chance: Chance;
  readonly #keys: KeyTable;
  readonly #latencyDraws: KeyedDraws;
  readonly #slots: readonly SubtaskSlot[];
  readonly #offsets: readonly number[];
  readonly #create: (placement: Placement) => Execution;
  #attempts = 0;

  constructor(options: {
    readonly job: JobOptions;
    readonly path: string;
    readonly simulation: Simulation;
    readonly agenda: Agenda;
    readonly network: NetworkOptions;
    readonly chance: Chance;
    readonly keys: KeyTable;
    /** Makes one attempt of one subtask. */
    readonly create: (placement: Placement) => Execution;
  }) {
    const { simulation, path } = options;
    this.plans = planTasks(options.job);
    this.#options = options.job;
    this.#simulation = simulation;
    this.#agenda = options.agenda;
    this.#path = path;
    this.#chance = options.chance;
    this.#keys = options.keys;
    this.#networkOptions = options.network;
    this.#latencyDraws = options.chance.keyed(path, "channel latency");
    this.#create = options.create;
    this.#network = new Network(simulation, `${path}/network`);
    this.members = this.plans.flatMap((plan) =>
      Array.from({ length: plan.parallelism }, (_, subtask) => ({ task: plan.index, subtask })),
    );
    this.#offsets = this.plans.map((plan) =>
      this.plans.slice(0, plan.index).reduce((sum, earlier) => sum + earlier.parallelism, 0),
    );
    this.#slots = this.members.map(
      ({ task, subtask }) => new SubtaskSlot(simulation, `${path}/${task}/${subtask}`),
    );
  }

  get subtaskCount(): number {
    return this.members.length;
  }

  /** Number of a subtask among all subtasks of the job. */
  indexOf(task: number, subtask: number): number {
    return (this.#offsets[task] as number) + subtask;
  }

  /** New attempts of these subtasks, which are wired to each other only; not opened yet. */
  deploy(
    members: readonly Member[],
    host: ExecutionHost,
    restore: JobState | undefined,
  ): Execution[] {
    const attempt = ++this.#attempts;
    const gates = new Map<number, InputGate>();
    for (const { task, subtask } of members) {
      const gate = this.#inputOf(task, subtask);
      if (gate !== undefined) gates.set(this.indexOf(task, subtask), gate);
    }
    return members.map(({ task, subtask }) => {
      const index = this.indexOf(task, subtask);
      return this.#create({
        plan: this.plans[task] as TaskPlan,
        subtask,
        index,
        attempt,
        path: `${this.#path}/${task}/${subtask}`,
        slot: this.#slots[index] as SubtaskSlot,
        gate: gates.get(index),
        agenda: new AttemptAgenda(this.#agenda),
        host,
        restore,
        output: (onCredit) => this.#outputOf(task, subtask, gates, onCredit),
      });
    });
  }

  #inputOf(task: number, subtask: number): InputGate | undefined {
    const plan = this.plans[task] as TaskPlan;
    if (plan.input === undefined) return undefined;
    const producers = (this.plans[task - 1] as TaskPlan).parallelism;
    const channels = producersOf(plan.input.partitioner, subtask, producers, plan.parallelism);
    return new InputGate(
      channels.length,
      this.#networkOptions.buffersPerChannel,
      this.#network.pool,
    );
  }

  #outputOf(
    task: number,
    subtask: number,
    gates: ReadonlyMap<number, InputGate>,
    onCredit: () => void,
  ): ResultPartition | undefined {
    const next = this.plans[task + 1];
    if (next?.input === undefined) return undefined;
    const { bufferBytes, recordBytes } = this.#networkOptions;
    const channels = this.#channelsOf(task, subtask, gates);
    return new ResultPartition({
      network: this.#network,
      channels,
      select: this.#selectorOf(next, subtask, channels.length),
      capacityRecords: Math.max(1, Math.floor(bufferBytes / recordBytes)),
      bufferTimeoutMicros: this.#options.bufferTimeoutMicros,
      startedAt: this.#simulation.now,
      onCredit,
    });
  }

  #selectorOf(next: TaskPlan, subtask: number, channels: number): ChannelSelector {
    const { partitioner } = next.input!;
    const draws = this.#chance.keyed(this.#path, "first channel");
    const firstChannel =
      partitioner === "REBALANCE" ? draws.below(channels, subtask, this.#attempts) : 0;
    return channelSelector({ partitioner, channels, keys: this.#keys, firstChannel });
  }

  #channelsOf(
    task: number,
    subtask: number,
    gates: ReadonlyMap<number, InputGate>,
  ): OutputChannel[] {
    const next = this.plans[task + 1] as TaskPlan;
    const producers = (this.plans[task] as TaskPlan).parallelism;
    const partitioner = next.input?.partitioner ?? "HASH";
    const consumers = consumersOf(partitioner, subtask, producers, next.parallelism);
    const channels: OutputChannel[] = [];
    for (let consumer = consumers.from; consumer < consumers.to; consumer++) {
      const gate = gates.get(this.indexOf(task + 1, consumer));
      if (gate === undefined) continue;
      const draw = this.#latencyDraws.unit(
        this.indexOf(task, subtask),
        this.indexOf(task + 1, consumer),
      );
      channels.push({
        gate,
        index: channelOf(partitioner, subtask, consumer, producers, next.parallelism),
        latencyMicros: Math.max(1, sampleLatency(this.#networkOptions.latency, draw)),
      });
    }
    return channels;
  }
}
