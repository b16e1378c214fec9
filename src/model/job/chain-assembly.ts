import { mix32 } from "../../engine/random.ts";
import type { ResultPartition } from "../network/result-partition.ts";
import type { Element } from "../operator/element.ts";
import type { Operator } from "../operator/operator.ts";
import { SinkTag } from "../operator/sink-tag.ts";
import { patienceOf } from "../sink/request-patience.ts";
import { SinkConnection } from "../sink/sink-connection.ts";
import { buildChain, type Chain } from "./chain.ts";
import type { ChainEnd } from "./chain-end.ts";
import type { Placement } from "./deployment.ts";
import type { FlowBook } from "./flow-book.ts";
import { GateOperator } from "./gate-operator.ts";
import { GateRuntime } from "./gate-runtime.ts";
import type { JobSurroundings } from "./job-surroundings.ts";
import { NetworkOutput } from "./network-output.ts";
import type { SinkRuntime } from "./sink-runtime.ts";
import { subtaskSink } from "./subtask-sink.ts";
import type { TaskSubtask } from "./task-subtask.ts";
import type { ThreadClock } from "./thread-clock.ts";

/** The operators of one attempt of a subtask, with what they need around them. */
export class ChainAssembly {
  readonly gates: Map<string, GateRuntime> = new Map();
  readonly sinks: ReadonlyMap<string, SinkRuntime>;
  readonly connection: SinkConnection;
  readonly chain: Chain;
  readonly #around: JobSurroundings;
  readonly #placement: Placement;
  readonly #element: Element;
  readonly #clock: ThreadClock;
  readonly #owner: number;
  readonly #flow: FlowBook | undefined;

  constructor(options: {
    readonly around: JobSurroundings;
    readonly placement: Placement;
    readonly element: Element;
    readonly clock: ThreadClock;
    readonly owner: number;
    readonly outputs: ReadonlyMap<number, ResultPartition>;
  }) {
    this.#around = options.around;
    this.#placement = options.placement;
    this.#element = options.element;
    this.#clock = options.clock;
    this.#owner = options.owner;
    this.#flow = options.around.books.flow?.(options.placement.attempt);
    this.#flow?.watch(options.placement.gate, options.outputs.values());
    this.connection = this.#connect();
    this.sinks = this.#createSinks();
    this.chain = this.#build(options.outputs);
  }

  /** The thread that it runs in, and who hears when it fails. */
  attach(thread: TaskSubtask, failed: (reason: string) => void): void {
    this.#clock.attach(thread);
    this.connection.attach(thread, failed);
    for (const [name, gate] of this.gates) {
      gate.attach(thread, this.chain.gates.get(name)!, failed);
    }
  }

  #build(outputs: ReadonlyMap<number, ResultPartition>): Chain {
    const { plan, subtask, restore, index } = this.#placement;
    const { job, keys, functions, resultIndex, books, protocol, run, aheadMillis } = this.#around;
    const usesGate = protocol?.usesGate === true;
    const flow = this.#flow;
    return buildChain({
      plan,
      subtask,
      element: this.#element,
      keys,
      functions,
      resultIndex,
      sink: (name) => this.#tagged(name, this.sinks.get(name)!),
      output: (edge) => this.#output(outputs.get(edge)!),
      createGate: usesGate ? (name, next) => this.#gate(name, next) : undefined,
      listener: {
        late: (element) => {
          books.late(element, this.#owner);
          flow?.wasLate(element.id);
        },
      },
      restore,
      epochMillis: () => run.epochMillis + aheadMillis(index),
      clock: this.#clock,
      salt: mix32(this.#placement.attempt, job.role === "incoming" ? 1 : 0, 0),
      flow,
    });
  }

  #output(partition: ResultPartition): NetworkOutput {
    const flow = this.#flow;
    const forked = flow && ((id: number, copies: number) => flow.forked.add(id, copies));
    return new NetworkOutput(this.#element, partition, this.#clock, forked);
  }

  #gate(name: string, next: Operator): GateOperator {
    const { protocol, job, books, run, api, gateListener, aheadMillis } = this.#around;
    const { path, agenda, subtask, restore, index } = this.#placement;
    const { watch } = books;
    const owner = this.#owner;
    const flow = this.#flow;
    const services = new GateRuntime({
      // The first gate of a subtask goes by the subtask's own path.
      path: this.gates.size === 0 ? path : `${path}/${name}`,
      epochMillis: run.epochMillis,
      aheadMillis: () => aheadMillis(index),
      api,
      agenda,
      listener: gateListener,
      judged:
        (watch || flow) &&
        ((element, passed, watermark, gate) => {
          watch?.judged(owner, this.#clock.now, element, passed, watermark, gate.toggle);
          if (!passed) flow?.gateDropped.add(element.id);
        }),
    });
    this.gates.set(name, services);
    const operator = new GateOperator({
      element: this.#element,
      next,
      services,
      createGate: (host) =>
        protocol!.createGate({
          host,
          colour: job.colour,
          subtask,
          stage: name,
          mayLackTimestamps: false,
          restored: restore?.gates.get(name),
          element: this.#element,
        }),
    });
    books.gate(owner, operator.facts);
    flow?.watchGate(operator);
    return operator;
  }

  #connect(): SinkConnection {
    const { path, attempt, agenda } = this.#placement;
    const { run, chance, jobAgenda, brokerReach } = this.#around;
    return new SinkConnection({
      agenda: jobAgenda,
      attempt: agenda,
      latency: run.sink.requestLatency,
      draws: chance.keyed(path, "kafka request"),
      attemptNumber: attempt,
      reach: brokerReach,
      patience: patienceOf(run.sink),
    });
  }

  #createSinks(): ReadonlyMap<string, SinkRuntime> {
    const { plan, subtask, restore } = this.#placement;
    const { job, run, broker, sinkNames, outputPartitions } = this.#around;
    const { sinkStateFrom, sinkListener } = this.#around;
    const names = plan.stages.flatMap(({ kind, name }) => (kind === "sink" ? [name] : []));
    return new Map(
      names.map((name) => {
        const prefix = job.transactionalIdPrefix;
        const options = {
          sink: run.sink,
          transactionalIdPrefix: sinkNames.length === 1 ? prefix : `${prefix}-${name}`,
          subtask,
          parallelism: plan.parallelism,
          element: this.#element,
          partitions: outputPartitions.of(sinkNames.indexOf(name)),
          broker,
          services: this.connection,
          listener: sinkListener(this.#owner),
          owner: this.#owner,
        };
        const takesState = restore !== undefined && sinkStateFrom(restore);
        return [name, subtaskSink(name, options, restore, takesState)];
      }),
    );
  }

  // With several sinks the identity of an output says which one wrote it.
  #tagged(name: string, next: SinkRuntime): ChainEnd {
    const { sinkNames, resultIndex } = this.#around;
    if (sinkNames.length === 1) return next;
    const tag = new SinkTag({
      element: this.#element,
      next,
      sink: sinkNames.indexOf(name),
      sinks: sinkNames.length,
      stages: resultIndex.size,
    });
    return Object.assign(tag, { actsFrom: (at: number) => next.actsFrom?.(at) ?? Infinity });
  }
}
