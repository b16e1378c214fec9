import { Simulation } from "../../../src/engine/simulation.ts";
import { Agenda } from "../../../src/model/job/agenda.ts";
import type { JobStatus } from "../../../src/model/job/job.ts";
import type { JobState } from "../../../src/model/job/job-state.ts";
import { OBSERVE } from "../../../src/model/phases.ts";
import { NotSupported } from "../corpus.ts";
import type {
  ControllerWrite,
  JobName,
  LogElement,
  Restart,
  StartPoint,
  Trace,
  TraceConfig,
  TraceEvent,
} from "../gates/trace.ts";
import { Happenings } from "./happenings.ts";
import type { JobScript, SeenGate } from "./job-script.ts";
import { RecordNames } from "./record-names.ts";
import { ScriptedApi } from "./scripted-api.ts";
import type { ModelParts, TraceWorld } from "./scripted-execution.ts";
import { ScriptedJob } from "./scripted-job.ts";
import { ExternalSystem } from "./scripted-sink.ts";
import { SourceLog } from "./scripted-source.ts";

const MILLI = 1000;
/** A look each so many µs, twice after each step. */
const LOOK_MICROS = 4;
const LOOKS = 2;

const ENDS: Readonly<Partial<Record<JobStatus, string>>> = {
  finished: "SUCCEEDED",
  canceled: "CANCELED",
  failed: "FAILED",
};

/**
 * The two jobs of a trace on the runtime's own classes. A scripted millisecond is one of simulated
 * time: whatever a step sets off takes a few microseconds of it.
 */
export class JobBench implements JobScript {
  readonly #config: TraceConfig;
  readonly #world: TraceWorld;
  readonly #agenda: Agenda;
  readonly #jobs = new Map<JobName, ScriptedJob>();
  readonly #savepoints = new Map<string, { readonly job: JobName; readonly state: JobState }>();
  readonly #writers = new Map<string, number>();
  readonly #torn = new Set<string>();
  #submissions = 0;
  #millis = 0;

  constructor(trace: Trace, parts: ModelParts, isLazy = false) {
    const simulation = new Simulation();
    const happenings = new Happenings();
    const keys = trace.steps.flatMap(({ key }) => (key === undefined ? [] : [key]));
    this.#config = trace.config;
    this.#agenda = new Agenda(simulation, "script");
    const tell = (writer: string, e: string, fields = {}): void => {
      const [submission = "", , g] = writer.split("/");
      happenings.event(submission.split("#")[0] as JobName, Number(g), e, fields);
    };
    this.#world = {
      parts,
      isLazy,
      mayLackTimestamps: trace.steps.some(({ ts }) => ts === null),
      simulation,
      epochMillis: trace.config.clock0,
      api: new ScriptedApi(simulation, {
        held: (writer) => tell(writer, "held"),
        resumed: (writer) => tell(writer, "resumed"),
        interposed: (writer, put, v) => tell(writer, "interposed", { put: { put }, v }),
      }),
      names: new RecordNames([...new Set(keys)]),
      external: new ExternalSystem(),
      happenings,
    };
  }

  configMap({ replace, put, remove }: ControllerWrite): void {
    const { api } = this.#world;
    if (replace !== undefined) api.replaceNow("controller", replace);
    if (put !== undefined) api.patchNow("controller", put);
    if (remove !== undefined) {
      api.patchNow("controller", Object.fromEntries(remove.map((key) => [key, undefined])));
    }
    this.#rest();
  }

  start(name: JobName, from: StartPoint | undefined): void {
    const number = ++this.#submissions;
    const { state, logs } = this.#startPoint(name, from);
    const job = new ScriptedJob({
      name,
      path: `${name}#${number}`,
      config: this.#config,
      world: this.#world,
      agenda: this.#agenda,
      logs,
      nextWriter: (subtask) => {
        const key = `${name}/${subtask}`;
        const writer = (this.#writers.get(key) ?? 0) + 1;
        this.#writers.set(key, writer);
        return writer;
      },
    });
    this.#jobs.set(name, job);
    job.deploy(state);
    this.#rest();
  }

  append(name: JobName, source: number, element: LogElement): void {
    const job = this.#jobOf(name);
    job.logs[source]?.elements.push(element);
    job.permit(source);
    this.#rest();
  }

  replay(name: JobName, source: number): LogElement | undefined {
    const job = this.#jobOf(name);
    const log = job.logs[source];
    const element = log?.elements[log.position];
    if (element === undefined) return undefined;
    job.permit(source);
    this.#rest();
    return element;
  }

  watch(name: JobName, g: number, version: number, part: "all" | "base" | "rest"): void {
    const job = this.#jobOf(name);
    const { api } = this.#world;
    if (part === "all") {
      api.deliver(job.gatePath(g), version);
    } else {
      const execution = job.gateExecution(g);
      const gate = execution?.parts.gate?.operator.gate;
      const snapshot = api.snapshot(version);
      execution?.parts.thread.answered(() =>
        part === "base" ? gate?.onWatchBase(snapshot) : gate?.onWatchRest(snapshot),
      );
    }
    if (part === "base") this.#torn.add(`${name}/${g}`);
    else this.#torn.delete(`${name}/${g}`);
    this.#rest();
  }

  advance(millis: number): void {
    this.#millis += millis;
    this.#agenda.at(this.#millis * MILLI, OBSERVE, () => {});
    this.#rest();
  }

  checkpoint(name: JobName): number | undefined {
    return this.#snapshot(name, "checkpoint")?.id;
  }

  savepoint(name: JobName, savepoint: string): void {
    const state = this.#snapshot(name, "savepoint");
    if (state !== undefined) this.#savepoints.set(savepoint, { job: name, state });
  }

  stop(name: JobName, drain: boolean, savepoint: string | undefined): void {
    const job = this.#jobOf(name);
    if (drain) {
      job.drain();
      this.#rest();
    }
    job.job.stopWithSavepoint((state) => {
      if (state !== undefined) this.#savepoints.set(savepoint ?? "", { job: name, state });
    });
    this.#rest();
  }

  cancel(name: JobName): void {
    this.#jobOf(name).job.cancel("graceful");
    this.#rest();
  }

  fail(name: JobName, source: number): void {
    this.#jobOf(name).job.killTask(0, source);
    this.#rest();
  }

  hold(name: JobName, g: number): void {
    this.#world.api.hold(this.#jobOf(name).gatePath(g));
  }

  release(name: JobName, g: number): void {
    this.#world.api.release(this.#jobOf(name).gatePath(g));
    this.#rest();
  }

  interpose(name: JobName, g: number, put: Readonly<Record<string, string>>): void {
    this.#world.api.interpose(this.#jobOf(name).gatePath(g), put);
  }

  get now(): number {
    return this.#config.clock0 + this.#millis;
  }

  get version(): number {
    return this.#world.api.configMap.read().version;
  }

  get data(): Readonly<Record<string, string>> {
    return this.#world.api.configMap.read().data;
  }

  done(name: JobName): readonly number[] {
    return this.#jobOf(name)
      .gateExecutions()
      .map(({ parts }) => {
        const operator = parts.gate?.operator;
        return operator?.gate.handOverDone(this.now, operator.watermark) ? 1 : 0;
      });
  }

  positions(name: JobName): readonly number[] {
    return this.#jobOf(name).logs.map((log) => log.position);
  }

  status(name: JobName): string | undefined {
    const status = this.#jobs.get(name)?.job.status;
    return status && (ENDS[status] ?? "RUNNING");
  }

  gates(): readonly SeenGate[] {
    return [...this.#jobs].flatMap(([job, scripted]) =>
      scripted.gateExecutions().flatMap(({ parts }) => {
        const { subtask: g } = parts;
        const state = parts.gate?.operator.gate.state();
        const isHidden =
          this.#torn.has(`${job}/${g}`) || this.#world.api.isHeld(scripted.gatePath(g));
        return isHidden || state === undefined ? [] : [{ job, g, state }];
      }),
    );
  }

  takeEvents(): readonly TraceEvent[] {
    return this.#world.happenings.takeEvents();
  }

  takeRestart(): Restart | undefined {
    return this.#world.happenings.takeRestart();
  }

  #startPoint(
    name: JobName,
    from: StartPoint | undefined,
  ): { readonly state: JobState | undefined; readonly logs: readonly SourceLog[] } {
    const { P } = this.#config[name];
    if (from === undefined) {
      return { state: undefined, logs: Array.from({ length: P }, () => new SourceLog()) };
    }
    const saved =
      "savepoint" in from
        ? this.#savepoints.get(from.savepoint)
        : { job: from.checkpointOf, state: this.#jobOf(from.checkpointOf).job.checkpoints.latest };
    if (saved?.state === undefined) throw new NotSupported(`a start from ${JSON.stringify(from)}`);
    const logs = this.#jobOf(saved.job).logs;
    // The other job's logs are copied as they are now; its own go on.
    return {
      state: saved.state,
      logs: saved.job === name ? logs : logs.map((log) => new SourceLog(log.elements)),
    };
  }

  #snapshot(name: JobName, kind: "checkpoint" | "savepoint"): JobState | undefined {
    let taken: JobState | undefined;
    this.#jobOf(name).job.checkpoints.trigger(kind, (state) => {
      taken = state;
    });
    this.#rest();
    return taken;
  }

  #jobOf(name: JobName): ScriptedJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw new NotSupported(`a step of ${name} before its start`);
    return job;
  }

  /** Until nothing is left to happen in this millisecond. */
  #rest(): void {
    this.#run();
    if (!this.#world.isLazy) return;
    // What is finished shows when somebody looks; that may set more off.
    for (let round = 0; round < LOOKS; round++) {
      const { simulation } = this.#world;
      this.#agenda.at(simulation.now + LOOK_MICROS, OBSERVE, () => {
        for (const { job } of this.#jobs.values()) job.catchUp(simulation.now);
      });
      this.#run();
    }
  }

  #run(): void {
    const { simulation } = this.#world;
    const end = (this.#millis + 1) * MILLI;
    for (;;) {
      const next = simulation.peekTime();
      if (next === undefined || next >= end) break;
      simulation.step();
    }
    // A lazy thread may have to look again in the next millisecond; nothing else is due there.
    const left = simulation.peekTime();
    if (!this.#world.isLazy && left !== undefined && left < end + MILLI) {
      throw new NotSupported("too many steps in one millisecond");
    }
  }
}
