import type { Chance } from "../../engine/choice.ts";
import { Simulation, type SimulationOptions, type StopReason } from "../../engine/simulation.ts";
import { Agenda } from "../job/agenda.ts";
import type { GateFacts } from "../job/gate-facts.ts";
import { BrokerReach } from "../kafka/broker-reach.ts";
import { KafkaBroker } from "../kafka/kafka-broker.ts";
import { KinesisStreams } from "../kinesis/kinesis-streams.ts";
import { ApiServer, type WatchLuck } from "../kubernetes/api-server.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import { sinkNamesOf } from "../operator/changing-stages.ts";
import type { StageFunctions } from "../operator/stage-functions.ts";
import type { JobRole, RunOptions } from "../options.ts";
import { BROKER, FAULT } from "../phases.ts";
import { CUT_STAGE, handoverMap, STAGE, TOGGLE } from "../protocol/handover-map.ts";
import type { HandoverProtocol } from "../protocol/protocol.ts";
import { createProtocol } from "../protocol/protocols.ts";
import { MessageQueues } from "../queue/message-queues.ts";
import type { SinkListener } from "../sink/sink-listener.ts";
import { sourcesOf } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import { Anchors } from "./anchors.ts";
import { Attempts, type SubtaskAttempt } from "./attempts.ts";
import type { Cluster } from "./cluster.ts";
import { injectFaults, type Strike } from "./fault-injection.ts";
import { HandoverBook } from "./hand-over-facts.ts";
import { JobRuntime, type JobRuntimeListener } from "./job-runtime.ts";
import { planHandover } from "./plan-handover.ts";
import { Rest } from "./rest.ts";
import type { RunListener } from "./run-listener.ts";
import { RunTrace } from "./run-trace.ts";
import { stopAll } from "./stop-all.ts";

export interface HandoverRunOptions {
  readonly run: RunOptions;
  readonly chance: Chance;
  readonly topic: TopicLog;
  readonly functions: StageFunctions;
  readonly listener: RunListener;
  readonly simulation?: SimulationOptions;
  /** See `JobSurroundings.recordMode`. */
  readonly recordMode?: boolean;
  /** Counts where the records of each job go: same outcomes, slower. */
  readonly countsFlows?: boolean;
  readonly watchLuck?: WatchLuck | undefined;
  /** Another protocol than the options name: a mutant. */
  readonly protocol?: HandoverProtocol | undefined;
}

/**
 * One run put together: both jobs over one topic, the broker of their sinks, the API server, the
 * controller and the faults. Without a hand-over in its options the outgoing job runs alone.
 */
export class HandoverRun {
  readonly simulation: Simulation;
  readonly broker: KafkaBroker;
  readonly api: ApiServer;
  readonly jobs: Readonly<Record<JobRole, JobRuntime>>;
  readonly attempts: Attempts = new Attempts();
  readonly anchors: Anchors;
  readonly book: HandoverBook;
  /** The declared faults that have struck, in that order. */
  readonly strikes: Strike[] = [];
  /** Numbers of all transactions that were ever pre-committed (S1). */
  readonly preCommitted: Set<number> = new Set();
  readonly #options: RunOptions;
  readonly #brokerReach = new BrokerReach();
  readonly #chance: Chance;
  readonly #firstScanAt: number;
  #cluster: Cluster | undefined;
  readonly #agenda: Agenda;
  readonly #trace: RunTrace;
  readonly #rest: Rest;

  constructor(options: HandoverRunOptions) {
    const { run, chance, topic, functions, listener } = options;
    this.#options = run;
    this.#chance = chance;
    this.simulation = new Simulation(options.simulation);
    this.#trace = new RunTrace(this.simulation);
    this.#agenda = new Agenda(this.simulation, "run");
    this.anchors = new Anchors((at, action) => this.#agenda.at(at, FAULT, action));
    this.book = new HandoverBook(run.incoming.colour);
    // The broker has been up for long: its scans have any phase (S8).
    this.#firstScanAt = 1 + chance.stream("broker", "first scan").below(run.sink.abortScanMicros);
    this.broker = this.#createBroker(listener);
    this.#rest = new Rest(topic, this.broker);
    this.api = new ApiServer({
      simulation: this.simulation,
      kubernetes: run.kubernetes,
      chance,
      onStored: (snapshot, writer) => this.#stored(snapshot, writer),
      onDelivered: (path, version, isRelist) => this.#trace.delivered(path, version, isRelist),
      watchLuck: options.watchLuck,
    });
    const protocol = options.protocol ?? (run.handover && createProtocol(run.handover.protocol));
    const shared = {
      run,
      simulation: this.simulation,
      chance,
      topic,
      ...sharedInputs(run, topic, this.#agenda),
      functions,
      broker: this.broker,
      brokerReach: this.#brokerReach,
      api: this.api,
      protocol,
      gateListener: {
        ...this.#trace.gates,
        crossed: (path: string, facts: GateFacts) => this.#crossed(path, facts),
      },
      sinkListener: (attempt: SubtaskAttempt) => this.#sinkListener(attempt),
      attempts: this.attempts,
      listener,
      recordMode: options.recordMode ?? false,
      countsFlows: options.countsFlows ?? false,
    };
    const jobListener = this.#jobListener();
    this.jobs = {
      outgoing: new JobRuntime("outgoing", shared, jobListener),
      incoming: new JobRuntime("incoming", shared, jobListener),
    };
    this.#begin(protocol);
  }

  /** Runs to the end; afterwards everything that readers could see has been told. */
  run(): StopReason {
    const reason = this.simulation.run(this.#options.durationMicros);
    this.broker.catchUp(this.simulation.now);
    // Nobody stops a run but this one itself, when nothing is left to happen.
    return reason === "stopped" ? "quiescence" : reason;
  }

  #progressed(runtime: JobRuntime): void {
    const { handover, faults, stopMicros } = this.#options;
    const { outcome } = this.book;
    const left = outcome === "handed-over" ? this.jobs.incoming : this.jobs.outgoing;
    const isOver = handover === undefined || outcome === "handed-over" || outcome === "rolled-back";
    if (!isOver || runtime !== left || this.strikes.length < faults.length) return;
    if (stopMicros === undefined && this.#rest.isReached(left)) this.simulation.stop();
  }

  #begin(protocol: HandoverProtocol | undefined): void {
    const { handover, faults } = this.#options;
    this.anchors.reach("start", 0);
    this.api.replaceNow("controller", this.#firstMap());
    const { jobs, anchors, book, api, simulation } = this;
    const { outgoing, incoming } = jobs;
    this.#cluster =
      handover &&
      protocol &&
      planHandover({
        handover,
        protocol,
        jobs,
        anchors,
        book,
        api,
        simulation,
        agenda: this.#agenda,
        epochMillis: this.#options.epochMillis,
        chance: this.#chance,
        trace: this.#trace,
      });
    const cluster = this.#cluster;
    const targets = {
      jobs: { outgoing: outgoing.job, incoming: incoming.job },
      cluster,
      api: this.api,
      brokerReach: this.#brokerReach,
      now: () => simulation.now,
    };
    injectFaults(faults, this.anchors, targets, (strike) => {
      this.strikes.push(strike);
      this.book.lastFaultAt = simulation.now;
      this.#trace.fault(strike.fault);
    });
    if (faults.some(({ at }) => at.anchor === "outgoing-crossed")) outgoing.job.watchClosely();
    this.#scanEvery(this.#options.sink.abortScanMicros, this.#firstScanAt);
    const { stopMicros } = this.#options;
    if (stopMicros !== undefined) {
      const isBusy = (): boolean => this.#cluster?.isAtWork ?? false;
      stopAll([outgoing.job, incoming.job], this.#agenda, stopMicros, isBusy);
    }
    outgoing.startsFrom(undefined, true);
    outgoing.job.deploy(undefined);
  }

  #firstMap(): ReturnType<typeof handoverMap> {
    const { outgoing, handover } = this.#options;
    return handoverMap(outgoing.colour, "RUNNING", true, handover?.deletionDelayMillis ?? 0);
  }

  #createBroker(listener: RunListener): KafkaBroker {
    const { sink, outgoing } = this.#options;
    return new KafkaBroker({
      partitions: sink.partitions * Math.max(1, sinkNamesOf(outgoing.graph).length),
      maxTransactionTimeoutMicros: sink.maxTransactionTimeoutMicros,
      abortScanMicros: sink.abortScanMicros,
      firstScanAt: this.#firstScanAt,
      isolation: sink.readers,
      exact: false,
      settle: (now) => this.#catchUp(now),
      onVisible: (rows, from, to, author, visibleAt) => {
        const attempt = this.attempts.of(author.owner);
        listener.visible(rows, from, to, attempt, author.transaction, visibleAt);
      },
    });
  }

  // The broker looks for transactions that are too old at every tick of its own (S8); and rows of
  // producers without transactions, for which nobody calls it, do not pile up meanwhile.
  #scanEvery(interval: number, first: number): void {
    const scan = (): void => {
      const { now } = this.simulation;
      if (this.broker.nextScanAt(now) <= now) this.broker.scan(now);
      else this.broker.catchUp(now);
      this.#agenda.at(now + interval, BROKER, scan);
    };
    this.#agenda.at(first, BROKER, scan);
  }

  #sinkListener(attempt: SubtaskAttempt): SinkListener {
    const trace = this.#trace.sink(attempt);
    return {
      ...trace,
      preCommitted: (transaction, transactionalId) => {
        this.preCommitted.add(transaction);
        trace.preCommitted(transaction, transactionalId);
      },
    };
  }

  #jobListener(): JobRuntimeListener {
    return {
      statusChanged: (role, status, reason) => {
        this.#trace.jobStatus(role, status, reason);
        if (status !== "running") return;
        if (role === "incoming") this.anchors.reach("incoming-running", this.simulation.now);
        this.#cluster?.becameRunning(role);
      },
      checkpointEnded: (role, ended) => {
        this.#trace.checkpoint(role, ended);
        const { state, kind } = ended;
        const isSavepoint = kind !== "periodic";
        if (state && !isSavepoint) this.#cluster?.checkpointCompleted(role, state);
      },
      progressed: (runtime) => this.#progressed(runtime),
    };
  }

  #stored(snapshot: ConfigMapSnapshot, writer: string): void {
    this.#trace.stored(snapshot, writer);
    if (this.book.startedAt === undefined) return;
    const { now } = this.simulation;
    if (snapshot.data[STAGE] === "TRANSITIONING") this.anchors.reach("transitioning", now);
    if (snapshot.data[CUT_STAGE] !== undefined) this.anchors.reach("cut-proposed", now);
    if (snapshot.data[CUT_STAGE] === "COMMITTED") this.anchors.reach("toggle-written", now);
    if (snapshot.data[STAGE] === "CLEAR_TO_TEARDOWN") this.anchors.reach("clear-written", now);
    const toggle = snapshot.data[TOGGLE];
    if (toggle === undefined) return;
    this.book.firstToggle ??= Number(toggle);
    this.anchors.reach("toggle-written", now);
  }

  #crossed(path: string, facts: GateFacts): void {
    this.#trace.crossed(path, facts);
    // With a fault that waits for it the threads are watched closely, so this is the very instant.
    if (path.startsWith("outgoing/")) this.anchors.reach("outgoing-crossed", this.simulation.now);
  }

  #catchUp(now: number): void {
    this.jobs.outgoing.job.catchUp(now);
    this.jobs.incoming.job.catchUp(now);
  }
}

/** What both jobs read from, besides topics. */
function sharedInputs(
  run: RunOptions,
  topic: TopicLog,
  agenda: Agenda,
): { readonly queues: MessageQueues; readonly streams: KinesisStreams } {
  const sources = sourcesOf(run);
  return {
    queues: new MessageQueues(sources, topic, agenda),
    streams: new KinesisStreams(sources, topic),
  };
}
