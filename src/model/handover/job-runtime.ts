import type { Chance } from "../../engine/choice.ts";
import type { Simulation } from "../../engine/simulation.ts";
import { Agenda } from "../job/agenda.ts";
import { Deployment } from "../job/deployment.ts";
import { ExecutionFactory } from "../job/execution-factory.ts";
import { FlowBook } from "../job/flow-book.ts";
import type { GateFacts } from "../job/gate-facts.ts";
import type { GateListener } from "../job/gate-runtime.ts";
import { Job } from "../job/job.ts";
import type { JobBooks } from "../job/job-books.ts";
import type { CheckpointEnd } from "../job/job-checkpoints.ts";
import type { JobState } from "../job/job-state.ts";
import type { JobListener, JobStatus } from "../job/job-status.ts";
import { SourceCoordinators } from "../job/source-coordinators.ts";
import type { Member, TaskPlan } from "../job/topology.ts";
import type { BrokerReach } from "../kafka/broker-reach.ts";
import type { TransactionBroker } from "../kafka/transaction-broker.ts";
import type { KinesisStreams } from "../kinesis/kinesis-streams.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { KeyTable } from "../network/key-groups.ts";
import { resultNumbers, sinkNamesOf } from "../operator/changing-stages.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import type { JobRole, RunOptions } from "../options.ts";
import { gateName, type HandoverProtocol } from "../protocol/protocol.ts";
import type { MessageQueues } from "../queue/message-queues.ts";
import { OutputPartitions } from "../sink/output-partition.ts";
import type { SinkListener } from "../sink/sink-listener.ts";
import { sourcesOf } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { Attempts, SubtaskAttempt } from "./attempts.ts";
import { CommittedProgress, type Progress } from "./committed-progress.ts";
import type { RunListener } from "./run-listener.ts";

/** What both jobs of a run share. */
export interface SharedRuntime {
  readonly run: RunOptions;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly topic: TopicLog;
  readonly queues: MessageQueues;
  readonly streams: KinesisStreams;
  readonly functions: StageFunctions;
  readonly broker: TransactionBroker;
  readonly brokerReach: BrokerReach;
  readonly api: ApiServer;
  readonly protocol: HandoverProtocol | undefined;
  readonly gateListener: GateListener;
  sinkListener(attempt: SubtaskAttempt): SinkListener;
  readonly attempts: Attempts;
  readonly listener: RunListener;
  readonly recordMode: boolean;
  readonly countsFlows: boolean;
}

/** Hears what becomes of the two jobs. */
export interface JobRuntimeListener {
  statusChanged(role: JobRole, status: JobStatus, reason: string): void;
  checkpointEnded(role: JobRole, ended: CheckpointEnd): void;
  /** All sinks of the job have committed one more checkpoint. */
  progressed(runtime: JobRuntime): void;
}

/** What is kept of one attempt of a gate. */
export interface GateAttempt {
  readonly attempt: SubtaskAttempt;
  readonly facts: GateFacts;
}

/** One of the two jobs of a run, with the books that are kept about it. */
export class JobRuntime {
  readonly role: JobRole;
  readonly job: Job;
  readonly agenda: Agenda;
  readonly progress: CommittedProgress;
  /** Every attempt of every gate, in order of creation. */
  readonly gates: GateAttempt[] = [];
  /** All its gate subtasks, as `gateName` has them. */
  readonly gateNames: readonly string[];
  readonly #shared: SharedRuntime;
  readonly #listener: JobRuntimeListener;
  /** Last checkpoint whose barrier that attempt has passed. */
  readonly #epochs = new Map<number, number>();
  readonly #flows = new Map<number, FlowBook>();
  readonly #deployment: Deployment;
  #foreignState: JobState | undefined;

  constructor(role: JobRole, shared: SharedRuntime, listener: JobRuntimeListener) {
    const { simulation, chance, run, topic, attempts } = shared;
    const options = run[role];
    this.role = role;
    this.#shared = shared;
    this.#listener = listener;
    this.agenda = new Agenda(simulation, role);
    const keys = new KeyTable(topic.keyNames, options.maxParallelism);
    const sources = sourcesOf(run);
    const { agenda } = this;
    const coordinators = new SourceCoordinators({ sources, job: options, topic, agenda, chance });
    const factory = new ExecutionFactory({
      ...shared,
      job: options,
      keys,
      resultIndex: resultNumbers(run.outgoing.graph, run.incoming.graph),
      books: this.#books(),
      coordinators,
      sinkNames: sinkNamesOf(options.graph),
      outputPartitions: new OutputPartitions(keys.hashCodes, run.sink.partitions),
      sinkListener: (owner) => shared.sinkListener(attempts.of(owner)),
      jobAgenda: this.agenda,
      aheadMillis: (index) => this.job.taskManagers.aheadMillis(index),
      sinkStateFrom: (state) => this.#takesSinkState(state),
    });
    this.#deployment = new Deployment({
      job: options,
      sources: sources.map(({ name }) => name),
      path: role,
      simulation,
      agenda: this.agenda,
      network: run.network,
      chance,
      keys,
      create: (placement) => factory.create(placement),
    });
    this.progress = new CommittedProgress(topic.partitions, sinkSubtasksOf(this.#deployment.plans));
    this.gateNames = gateNamesOf(this.#deployment.plans);
    this.job = new Job({
      job: options,
      path: role,
      agenda: this.agenda,
      chance,
      deployment: this.#deployment,
      listener: this.#heard(coordinators),
    });
    shared.queues.follow(role, this);
  }

  get committedId(): number {
    return this.progress.committedId;
  }

  get hasEnded(): boolean {
    return this.job.hasEnded;
  }

  /** How far it has got for good, of queues as well. */
  get progressNow(): Progress {
    const { offsets, watermark } = this.progress.current;
    return { offsets: this.#shared.queues.dueOffsets(this.role, offsets), watermark };
  }

  /** Where the records of each attempt went; for the end of a run, which cannot go on after it. */
  finishFlows(): readonly FlowBook[] {
    const flows = [...this.#flows.values()];
    for (const flow of flows) flow.finish();
    if (flows.length > 0) this.#deployment.abandonNetwork();
    return flows;
  }

  #heard(coordinators: SourceCoordinators): JobListener {
    const { role } = this;
    return {
      statusChanged: (status, reason) => {
        coordinators.jobBecame(status);
        this.#shared.streams.jobBecame(role, status, reason);
        this.#listener.statusChanged(role, status, reason);
      },
      checkpointEnded: (ended) => this.#checkpointEnded(ended),
      restored: (id) => this.#shared.listener.restored(role, id),
    };
  }

  /** It begins from `state`, of its own or of the other job. */
  startsFrom(state: JobState | undefined, isOwn: boolean): void {
    if (!isOwn) this.#foreignState = state;
    if (state !== undefined) this.progress.startsFrom(state);
  }

  // S14: what the other job's sink left behind is taken over only if the uid is the same; its own
  // state always.
  #takesSinkState(state: JobState): boolean {
    return state !== this.#foreignState || this.#shared.run[this.role].restoresSinkState;
  }

  #flow(attempt: number): FlowBook {
    const flow = this.#flows.get(attempt) ?? new FlowBook(attempt);
    this.#flows.set(attempt, flow);
    return flow;
  }

  #checkpointEnded(ended: CheckpointEnd): void {
    if (ended.state !== undefined) this.progress.completed(ended.state);
    this.#listener.checkpointEnded(this.role, ended);
  }

  #books(): JobBooks {
    const { attempts, listener, countsFlows } = this.#shared;
    const { role } = this;
    const epochs = this.#epochs;
    const { watch } = listener;
    return {
      flow: countsFlows ? (attempt) => this.#flow(attempt) : undefined,
      attempt: (task, subtask) => {
        const owner = attempts.add(role, task, subtask);
        epochs.set(owner, this.job.checkpoints.latest?.id ?? 0);
        return owner;
      },
      gate: (owner, facts) => this.gates.push({ attempt: attempts.of(owner), facts }),
      late: (element, owner) => {
        if (element.id >= 0) listener.droppedLate(role, element.id, epochs.get(owner) ?? 0);
      },
      snapshotTaken: (owner, id, watermark, at) => {
        watch?.barrier(attempts.of(owner), at, id);
        epochs.set(owner, id);
        this.progress.snapshotTaken(id, watermark);
      },
      committed: (owner, id) => {
        if (this.progress.committed(attempts.of(owner), id)) this.#listener.progressed(this);
      },
      watch: watch && {
        judged: (owner, at, element, passed, watermark, toggle) =>
          watch.judged(attempts.of(owner), at, element, passed, watermark, toggle),
        watermark: (owner, at, ts) => watch.watermark(attempts.of(owner), at, ts),
        status: (owner, at, isIdle) => watch.status(attempts.of(owner), at, isIdle),
      },
    };
  }
}

function gateNamesOf(plans: readonly TaskPlan[]): readonly string[] {
  return plans.flatMap(({ stages, parallelism }) =>
    stages
      .filter(({ kind }) => kind === "gate")
      .flatMap(({ name: stage }) =>
        Array.from({ length: parallelism }, (_, subtask) => gateName({ stage, subtask })),
      ),
  );
}

function sinkSubtasksOf(plans: readonly TaskPlan[]): readonly Member[] {
  return plans
    .filter(({ stages }) => stages.some(({ kind }) => kind === "sink"))
    .flatMap(({ index, parallelism }) =>
      Array.from({ length: parallelism }, (_, subtask) => ({ task: index, subtask })),
    );
}
