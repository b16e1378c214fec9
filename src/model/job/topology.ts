import { assert } from "../../engine/assert.ts";
import type { ExchangeStage, JobOptions, StageOptions } from "../options.ts";
import { exchangeOf, type GraphNode, jobGraph, type OperatorStage, readsOf } from "./job-graph.ts";

/** What comes behind an operator in its chain: another operator, or the network. */
export type ChainLink =
  | { readonly stage: OperatorStage; readonly next: readonly ChainLink[] }
  | { readonly edge: number };

/** A shuffle between two tasks (Flink: `JobEdge`). */
export interface TaskEdge {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  /** 1 = the right input of a join, else 0. */
  readonly input: 0 | 1;
  readonly exchange: ExchangeStage;
}

/** Stages that run chained in one thread; tasks are separated by exchanges. */
export interface TaskPlan {
  readonly index: number;
  readonly name: string;
  readonly parallelism: number;
  /** The source that it begins with; undefined: it reads from the network. */
  readonly source: string | undefined;
  readonly chain: readonly ChainLink[];
  /** All operators of the chain. */
  readonly stages: readonly OperatorStage[];
  /** Processing time of one record through the whole chain; at least 1 µs. */
  readonly costMicros: number;
  /** One input record can leave as several, or many at a watermark. */
  readonly amplifies: boolean;
}

/** A job's tasks and the edges between them. */
export interface Topology {
  readonly plans: readonly TaskPlan[];
  readonly edges: readonly TaskEdge[];
}

/** One subtask of a job. */
export interface Member {
  readonly task: number;
  readonly subtask: number;
}

/**
 * Cuts a job's graph into tasks: a task begins at a source, behind an exchange, or where an operator
 * reads from several others (Flink chains an operator to its only input alone).
 */
export function planTopology(job: JobOptions, sources: readonly string[]): Topology {
  return new Planner(job, jobGraph(job.graph, sources)).plan();
}

class Planner {
  readonly #job: JobOptions;
  readonly #graph: readonly GraphNode[];
  readonly #plans: TaskPlan[] = [];
  readonly #edges: TaskEdge[] = [];
  /** Task by the node that it begins with. */
  readonly #taskOf = new Map<GraphNode, number>();

  constructor(job: JobOptions, graph: readonly GraphNode[]) {
    this.#job = job;
    this.#graph = graph;
  }

  plan(): Topology {
    const heads = this.#graph.filter((node) => this.#beginsTask(node));
    for (const [index, node] of heads.entries()) this.#taskOf.set(node, index);
    const parallelism = heads.map((node) => this.#parallelismOf(node));
    heads.forEach((head, index) => {
      this.#plans.push(this.#planTask(head, index, parallelism));
    });
    return { plans: this.#plans, edges: this.#edges };
  }

  #beginsTask(node: GraphNode): boolean {
    if (node.stage === undefined || node.stage.kind === "join") return true;
    return readsOf(this.#graph, node) > 1 || this.#exchangeBefore(node) !== undefined;
  }

  #exchangeBefore(node: GraphNode): ExchangeStage | undefined {
    for (const { readers } of this.#graph) {
      for (const reading of readers) if (reading.by === node) return exchangeOf(reading);
    }
    return undefined;
  }

  #parallelismOf(head: GraphNode): number {
    return this.#exchangeBefore(head)?.parallelism ?? this.#job.parallelism;
  }

  #planTask(head: GraphNode, index: number, parallelism: readonly number[]): TaskPlan {
    const stages: OperatorStage[] = [];
    const chain =
      head.stage === undefined
        ? this.#linksOf(head, index, parallelism, stages)
        : [this.#link(head, head.stage, index, parallelism, stages)];
    const names = stages.map(({ name }) => name);
    return {
      index,
      name: (head.stage === undefined ? [head.name, ...names] : names).join(" -> "),
      parallelism: parallelism[index] as number,
      source: head.stage === undefined ? head.name : undefined,
      chain,
      stages,
      costMicros: Math.max(
        1,
        stages.reduce((sum, stage) => sum + stage.costMicros, 0),
      ),
      amplifies: stages.some(({ kind }) => AMPLIFYING.has(kind)),
    };
  }

  #link(
    node: GraphNode,
    stage: OperatorStage,
    task: number,
    parallelism: readonly number[],
    stages: OperatorStage[],
  ): ChainLink {
    stages.push(stage);
    return { stage, next: this.#linksOf(node, task, parallelism, stages) };
  }

  #linksOf(
    node: GraphNode,
    task: number,
    parallelism: readonly number[],
    stages: OperatorStage[],
  ): readonly ChainLink[] {
    return node.readers.map((reading): ChainLink => {
      const { by, input } = reading;
      const to = this.#taskOf.get(by);
      if (to === undefined) {
        assert(by.stage !== undefined, "nothing feeds a source");
        return this.#link(by, by.stage, task, parallelism, stages);
      }
      const exchange = exchangeOf(reading) ?? straight(parallelism[task], parallelism[to]);
      const edge = this.#edges.length;
      this.#edges.push({ index: edge, from: task, to, input, exchange });
      return { edge };
    });
  }
}

const AMPLIFYING: ReadonlySet<StageOptions["kind"]> = new Set([
  "flat-map",
  "window",
  "join",
  "process",
]);

// Flink: FORWARD between tasks of one parallelism, else REBALANCE.
function straight(from: number | undefined, to: number | undefined): ExchangeStage {
  const partitioner = from === to ? "FORWARD" : "REBALANCE";
  return { kind: "exchange", partitioner, parallelism: to };
}
