import type { Chance } from "../../engine/choice.ts";
import type { ComponentId, EventHandler, Simulation } from "../../engine/simulation.ts";
import type { InputGate } from "../network/input-gate.ts";
import type { KeyTable } from "../network/key-groups.ts";
import type { ResultPartition } from "../network/result-partition.ts";
import type { JobOptions, NetworkOptions } from "../options.ts";
import { type Agenda, AttemptAgenda } from "./agenda.ts";
import type { Execution, ExecutionHost } from "./execution.ts";
import type { JobState } from "./job-state.ts";
import { Regions } from "./regions.ts";
import { type Member, planTopology, type TaskPlan, type Topology } from "./topology.ts";
import { type Gates, Wires } from "./wires.ts";

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
  /** How many channels of the gate belong to the first input of a join. */
  readonly firstInputChannels: number;
  readonly agenda: AttemptAgenda;
  readonly host: ExecutionHost;
  readonly restore: JobState | undefined;
  /**
   * The outputs, by number of the edge; `onCredit` is called when a buffer that waits has got its
   * credit.
   */
  outputs(onCredit: () => void): ReadonlyMap<number, ResultPartition>;
}

/** The plan of one job and the wires between its subtasks; makes attempts of them. */
export class Deployment {
  readonly topology: Topology;
  readonly members: readonly Member[];
  readonly regions: Regions;
  readonly #agenda: Agenda;
  readonly #path: string;
  readonly #wires: Wires;
  readonly #failsAsAWhole: boolean;
  readonly #slots: readonly SubtaskSlot[];
  readonly #create: (placement: Placement) => Execution;
  #attempts = 0;

  constructor(options: {
    readonly job: JobOptions;
    /** Names of the run's sources. */
    readonly sources: readonly string[];
    readonly path: string;
    readonly simulation: Simulation;
    readonly agenda: Agenda;
    readonly network: NetworkOptions;
    readonly chance: Chance;
    readonly keys: KeyTable;
    /** Makes one attempt of one subtask. */
    readonly create: (placement: Placement) => Execution;
  }) {
    const { simulation, path, job } = options;
    this.topology = planTopology(job, options.sources);
    this.regions = new Regions(this.topology);
    this.#agenda = options.agenda;
    this.#path = path;
    this.#failsAsAWhole = job.failover === "full";
    this.#create = options.create;
    const { topology } = this;
    this.#wires = new Wires({
      ...options,
      topology,
      bufferTimeoutMicros: job.bufferTimeoutMicros,
    });
    this.members = topology.plans.flatMap((plan) =>
      Array.from({ length: plan.parallelism }, (_, subtask) => ({ task: plan.index, subtask })),
    );
    this.#slots = this.members.map(
      ({ task, subtask }) => new SubtaskSlot(simulation, `${path}/${task}/${subtask}`),
    );
  }

  /** See `Network.slow`. */
  slowNetwork(micros: number, by: number, happened: () => void): void {
    this.#wires.slow(micros, by, happened);
  }

  /** What fails with that subtask (`jobmanager.execution.failover-strategy`, C22). */
  failingWith(member: Member): readonly Member[] {
    return this.#failsAsAWhole ? this.members : this.regions.of(member);
  }

  /** The same of several at once. */
  failingWithAny(failed: readonly Member[]): readonly Member[] {
    const failing = new Set(
      failed.flatMap((one) => this.failingWith(one).map((m) => this.indexOf(m.task, m.subtask))),
    );
    return this.members.filter(({ task, subtask }) => failing.has(this.indexOf(task, subtask)));
  }

  get plans(): readonly TaskPlan[] {
    return this.topology.plans;
  }

  get subtaskCount(): number {
    return this.members.length;
  }

  /** Number of a subtask among all subtasks of the job. */
  indexOf(task: number, subtask: number): number {
    return this.#wires.indexOf(task, subtask);
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
      const gate = this.#wires.inputOf(task, subtask);
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
        firstInputChannels: this.#wires.firstInputChannels(task, subtask),
        agenda: new AttemptAgenda(this.#agenda),
        host,
        restore,
        outputs: (onCredit) => this.#outputsOf({ task, subtask }, gates, attempt, onCredit),
      });
    });
  }

  /** The run is over: see `Network.abandon`. */
  abandonNetwork(): void {
    this.#wires.abandon();
  }

  #outputsOf(
    { task, subtask }: Member,
    gates: Gates,
    attempt: number,
    onCredit: () => void,
  ): ReadonlyMap<number, ResultPartition> {
    const edges = this.topology.edges.filter(({ from }) => from === task);
    return new Map(
      edges.map((edge) => [
        edge.index,
        this.#wires.outputOf(edge, subtask, gates, attempt, onCredit),
      ]),
    );
  }
}
