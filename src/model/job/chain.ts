import type { JoinStage } from "../keyed-stages.ts";
import { ForkOperator } from "../operator/fork-operator.ts";
import type { Operator } from "../operator/operator.ts";
import {
  type Chance,
  ChanceOperator,
  FilterOperator,
  FlatMapOperator,
  MapOperator,
} from "../operator/record-operators.ts";
import type { ChainEnd } from "./chain-end.ts";
import type { ChainOptions } from "./chain-options.ts";
import { CountingOperator } from "./counting-operator.ts";
import type { FlowBook } from "./flow-book.ts";
import type { GateOperator } from "./gate-operator.ts";
import type { OperatorStage } from "./job-graph.ts";
import { type KeyedMember, KeyedOperators } from "./keyed-operators.ts";
import type { ProcessingTimers } from "./processing-timers.ts";
import type { ChainLink } from "./topology.ts";

/** The operators that run chained in one task thread. */
export interface Chain {
  /** Where records come in: one, or one for each side of a join. */
  readonly heads: readonly Operator[];
  readonly keyed: readonly KeyedMember[];
  readonly gates: ReadonlyMap<string, GateOperator>;
  /** Undefined: none of its operators has timers in processing time. */
  readonly timers: ProcessingTimers | undefined;
  /** Lower bound of the instant at which an element from then on may call another system. */
  actsFrom(nextElementAt: number): number;
}

/** Puts the operators of one subtask together, last to first, and restores their keyed state. */
export function buildChain(options: ChainOptions): Chain {
  const builder = new ChainBuilder(options);
  const head = builder.head();
  const { keyed, gates, ends, sides } = builder;
  return {
    heads: sides ?? [head],
    keyed: keyed.members,
    gates,
    timers: keyed.timers,
    actsFrom: (at) => {
      let first = Number.POSITIVE_INFINITY;
      for (const gate of gates.values()) first = Math.min(first, gate.actsFrom(at));
      for (const end of ends) first = Math.min(first, end.actsFrom?.(at) ?? first);
      return first;
    },
  };
}

type ChancyStage = Extract<OperatorStage, { readonly unsteadyShare?: unknown }>;

class ChainBuilder {
  readonly keyed: KeyedOperators;
  readonly gates: Map<string, GateOperator> = new Map();
  readonly ends: ChainEnd[] = [];
  /** Of a join: what its left and its right records go through. */
  sides: readonly Operator[] | undefined;
  readonly #options: ChainOptions;

  constructor(options: ChainOptions) {
    this.#options = options;
    this.keyed = new KeyedOperators(options);
  }

  head(): Operator {
    const { plan, flow } = this.#options;
    const head = this.#links(plan.chain);
    return plan.source === undefined || flow === undefined
      ? head
      : this.#counting(head, (id) => flow.read.add(id));
  }

  #links(links: readonly ChainLink[]): Operator {
    const { element, flow } = this.#options;
    const next = links.map((link) => this.#link(link));
    const [only] = next;
    if (next.length === 1 && only !== undefined) return only;
    const fork = new ForkOperator(element, next);
    return flow ? this.#counting(fork, (id) => flow.forked.add(id, next.length - 1)) : fork;
  }

  #link(link: ChainLink): Operator {
    if ("edge" in link) return this.#end(this.#options.output(link.edge));
    const { stage } = link;
    const { flow } = this.#options;
    if (stage.kind === "sink") {
      const sink = this.#options.sink(stage.name);
      return this.#end(flow ? this.#counting(sink, (id) => flow.emitted.add(id)) : sink);
    }
    const operator = this.#operator(stage, this.#links(link.next));
    return flow ? this.#counted(flow, stage, operator) : operator;
  }

  #counting(next: ChainEnd, count: (id: number) => void): CountingOperator {
    return new CountingOperator(this.#options.element, next, count);
  }

  // What each stage lets go is counted by what it is for, not by what comes out of it.
  #counted(flow: FlowBook, stage: OperatorStage, operator: Operator): Operator {
    switch (stage.kind) {
      case "flat-map":
        return this.#counting(operator, (id) => flow.forked.add(id, stage.fanOut - 1));
      case "window":
        return this.#counting(operator, (id) => flow.absorbed.add(id));
      default:
        return operator;
    }
  }

  #end(end: ChainEnd): ChainEnd {
    this.ends.push(end);
    return end;
  }

  #operator(stage: Exclude<OperatorStage, { readonly kind: "sink" }>, next: Operator): Operator {
    const { element, functions } = this.#options;
    switch (stage.kind) {
      case "map":
        return new MapOperator({ ...stage, element, next: this.#chancy(stage, next), functions });
      case "filter":
        return this.#filter(stage, next);
      case "flat-map":
        return new FlatMapOperator({
          ...stage,
          element,
          next: this.#chancy(stage, next),
          functions,
        });
      case "process":
        return this.keyed.process(stage, next);
      case "window":
        return this.keyed.window(stage, next);
      case "join":
        return this.#join(stage, next);
      case "gate":
        return this.#gate(stage.name, next);
    }
  }

  #filter(stage: Extract<OperatorStage, { readonly kind: "filter" }>, next: Operator): Operator {
    const { element, functions, flow } = this.#options;
    return new FilterOperator({
      ...stage,
      element,
      next,
      functions,
      chance: this.#chanceOf(stage),
      onFiltered: flow && (() => element.id >= 0 && flow.filtered.add(element.id)),
    });
  }

  #chancy(stage: ChancyStage, next: Operator): Operator {
    const { element, functions } = this.#options;
    const chance = this.#chanceOf(stage);
    if (chance === undefined) return next;
    return new ChanceOperator({ name: stage.name, element, next, functions, chance });
  }

  #chanceOf({ unsteadyShare: share = 0 }: ChancyStage): Chance | undefined {
    return share > 0 ? { share, salt: this.#options.salt } : undefined;
  }

  #gate(name: string, next: Operator): Operator {
    const gate = this.#options.createGate?.(name, next);
    if (gate !== undefined) this.gates.set(name, gate);
    return gate ?? next;
  }

  // Which side a record came from is in its digest.
  #join(stage: JoinStage, next: Operator): Operator {
    const { element, functions, flow } = this.#options;
    const join = this.keyed.window(stage, next);
    const window = flow ? this.#counting(join, (id) => flow.absorbed.add(id)) : join;
    this.sides = ["left", "right"].map(
      (side) =>
        new MapOperator({ name: `${stage.name} ${side}`, element, next: window, functions }),
    );
    return window;
  }
}
