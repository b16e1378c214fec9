import type { Chance, KeyedDraws } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import type { Simulation } from "../../engine/simulation.ts";
import { InputGate } from "../network/input-gate.ts";
import type { KeyTable } from "../network/key-groups.ts";
import { Network } from "../network/network.ts";
import { channelSelector } from "../network/partitioner.ts";
import {
  type ChannelSelector,
  type OutputChannel,
  ResultPartition,
} from "../network/result-partition.ts";
import type { NetworkOptions } from "../options.ts";
import type { TaskEdge, Topology } from "./topology.ts";
import { channelOf, consumersOf, producersOf } from "./wiring.ts";

/** Inputs by number of the subtask among all of its job. */
export type Gates = ReadonlyMap<number, InputGate>;

export interface WiresOptions {
  readonly topology: Topology;
  readonly path: string;
  readonly simulation: Simulation;
  readonly network: NetworkOptions;
  readonly bufferTimeoutMicros: number;
  readonly chance: Chance;
  readonly keys: KeyTable;
}

/** The network between the subtasks of one job: their inputs and outputs, channel by channel. */
export class Wires {
  readonly #options: WiresOptions;
  readonly #network: Network;
  readonly #latencyDraws: KeyedDraws;
  readonly #firstChannelDraws: KeyedDraws;
  readonly #offsets: readonly number[];

  constructor(options: WiresOptions) {
    const { simulation, path, chance, topology } = options;
    this.#options = options;
    this.#network = new Network(simulation, `${path}/network`);
    this.#latencyDraws = chance.keyed(path, "channel latency");
    this.#firstChannelDraws = chance.keyed(path, "first channel");
    let sum = 0;
    this.#offsets = topology.plans.map(({ parallelism }) => {
      sum += parallelism;
      return sum - parallelism;
    });
  }

  /** See `Network.slow`. */
  slow(micros: number, by: number, happened: () => void): void {
    this.#network.slow(micros, by, happened);
  }

  /** The run is over: see `Network.abandon`. */
  abandon(): void {
    this.#network.abandon();
  }

  /** Number of a subtask among all subtasks of the job. */
  indexOf(task: number, subtask: number): number {
    return (this.#offsets[task] as number) + subtask;
  }

  /** The input of a subtask, all its edges together; undefined for one that begins with a source. */
  inputOf(task: number, subtask: number): InputGate | undefined {
    const channels = this.#edgesTo(task).reduce(
      (sum, edge) => sum + this.#producersOf(edge, subtask).length,
      0,
    );
    if (channels === 0) return undefined;
    return new InputGate(channels, this.#options.network.buffersPerChannel, this.#network.pool);
  }

  /** How many of the channels belong to the first of two inputs. */
  firstInputChannels(task: number, subtask: number): number {
    return this.#edgesTo(task)
      .filter(({ input }) => input === 0)
      .reduce((sum, edge) => sum + this.#producersOf(edge, subtask).length, 0);
  }

  /** What that subtask puts out over an edge; `attempt` decides where a round begins. */
  outputOf(
    edge: TaskEdge,
    subtask: number,
    gates: Gates,
    attempt: number,
    onCredit: () => void,
  ): ResultPartition {
    const { network, bufferTimeoutMicros, simulation } = this.#options;
    const channels = this.#channelsOf(edge, subtask, gates);
    return new ResultPartition({
      network: this.#network,
      channels,
      select: this.#selectorOf(edge, subtask, channels.length, attempt),
      capacityRecords: Math.max(1, Math.floor(network.bufferBytes / network.recordBytes)),
      bufferTimeoutMicros,
      startedAt: simulation.now,
      onCredit,
    });
  }

  #selectorOf(
    { exchange, index }: TaskEdge,
    subtask: number,
    channels: number,
    attempt: number,
  ): ChannelSelector {
    const { partitioner } = exchange;
    const isRound = partitioner === "REBALANCE" && channels > 0;
    const draw = attempt * 64 + index;
    const firstChannel = isRound ? this.#firstChannelDraws.below(channels, subtask, draw) : 0;
    return channelSelector({ partitioner, channels, keys: this.#options.keys, firstChannel });
  }

  #channelsOf(edge: TaskEdge, subtask: number, gates: Gates): OutputChannel[] {
    const { from, to, exchange } = edge;
    const [producers, consumers] = [this.#parallelismOf(from), this.#parallelismOf(to)];
    const range = consumersOf(exchange.partitioner, subtask, producers, consumers);
    const channels: OutputChannel[] = [];
    for (let consumer = range.from; consumer < range.to; consumer++) {
      const receiver = this.indexOf(to, consumer);
      const gate = gates.get(receiver);
      if (gate === undefined) continue;
      const draw = this.#latencyDraws.unit(this.indexOf(from, subtask), receiver);
      const own = channelOf(exchange.partitioner, subtask, consumer, producers, consumers);
      channels.push({
        gate,
        index: this.#firstChannelOf(edge, consumer) + own,
        latencyMicros: Math.max(1, sampleLatency(this.#options.network.latency, draw)),
      });
    }
    return channels;
  }

  /** Channels of an input stand edge by edge, those of the first of two inputs first. */
  #firstChannelOf(edge: TaskEdge, consumer: number): number {
    let first = 0;
    for (const other of this.#edgesTo(edge.to)) {
      if (other === edge) return first;
      first += this.#producersOf(other, consumer).length;
    }
    return first;
  }

  #edgesTo(task: number): readonly TaskEdge[] {
    const edges = this.#options.topology.edges.filter(({ to }) => to === task);
    return edges.sort((a, b) => a.input - b.input || a.index - b.index);
  }

  #producersOf({ from, to, exchange }: TaskEdge, subtask: number): readonly number[] {
    const [producers, consumers] = [this.#parallelismOf(from), this.#parallelismOf(to)];
    return producersOf(exchange.partitioner, subtask, producers, consumers);
  }

  #parallelismOf(task: number): number {
    return this.#options.topology.plans[task]!.parallelism;
  }
}
