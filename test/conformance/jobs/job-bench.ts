import { Simulation } from "../../../src/engine/simulation.ts";
import { Agenda } from "../../../src/model/job/agenda.ts";
import type { JobState } from "../../../src/model/job/job-state.ts";
import type { JobStatus } from "../../../src/model/job/job-status.ts";
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
import { ScriptClock } from "./script-clock.ts";
import { ScriptedApi } from "./scripted-api.ts";
import type { ModelParts, TraceWorld } from "./scripted-execution.ts";
import { ScriptedJob } from "./scripted-job.ts";
import { ExternalSystem } from "./scripted-sink.ts";
import { SourceLog } from "./scripted-source.ts";

const ENDS: Readonly<Partial<Record<JobStatus, string>>> = {
  finished: "SUCCEEDED",
  canceled: "CANCELED",
  failed: "FAILED",
};

/** The two jobs of a trace on the runtime's own classes. */
export class JobBench implements JobScript {
  readonly #config: TraceConfig;
  readonly #world: TraceWorld;
  readonly #agenda: Agenda;
  readonly #clock: ScriptClock;
  readonly #jobs = new Map<JobName, ScriptedJob>();
  readonly #savepoints = new Map<string, { readonly job: JobName; readonly state: JobState }>();
  readonly #writers = new Map<string, number>();
  readonly #torn = new Set<string>();
  #submissions = 0;

  constructor(trace: Trace, parts: ModelParts, isLazy = false) {
    const simulation = new Simulation();
    const happenings = new Happenings();
    const keys = trace.steps.flatMap(({ key }) => (key === undefined ? [] : [key]));
    this.#config = trace.config;
    this.#agenda = new Agenda(simulation, "script");
    this.#clock = new ScriptClock(
      simulation,
      this.#agenda,
      isLazy ? () => this.#look() : undefined,
    );
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
    this.#clock.rest();
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
    this.#clock.rest();
  }

  append(name: JobName, source: number, element: LogElement): void {
    const job = this.#jobOf(name);
    job.logs[source]?.elements.push(element);
    job.permit(source);
    this.#clock.rest();
  }

  replay(name: JobName, source: number): LogElement | undefined {
    const job = this.#jobOf(name);
    const log = job.logs[source];
    const element = log?.elements[log.position];
    if (element === undefined) return undefined;
    job.permit(source);
    this.#clock.rest();
    return element;
  }

  watch(name: JobName, g: number, version: number, part: "all" | "base" | "rest"): void {
    const job = this.#jobOf(name);
    const { api } = this.#world;
    if (part === "all") {
      api.deliver(job.gatePath(g), version);
    } else {
      const execution = job.gateExecution(g);
      const gate = execution?.parts.gates.get("gate")?.operator.gate;
      const snapshot = api.snapshot(version);
      execution?.parts.thread.answered(() =>
        part === "base" ? gate?.onWatchBase(snapshot) : gate?.onWatchRest(snapshot),
      );
    }
    if (part === "base") this.#torn.add(`${name}/${g}`);
    else this.#torn.delete(`${name}/${g}`);
    this.#clock.rest();
  }

  advance(millis: number): void {
    this.#clock.advance(millis);
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
      this.#clock.rest();
    }
    job.job.stopWithSavepoint((state) => {
      if (state !== undefined) this.#savepoints.set(savepoint ?? "", { job: name, state });
    });
    this.#clock.rest();
  }

  cancel(name: JobName): void {
    this.#jobOf(name).job.cancel("graceful");
    this.#clock.rest();
  }

  fail(name: JobName, source: number): void {
    this.#jobOf(name).job.faults.killTask(0, source);
    this.#clock.rest();
  }

  hold(name: JobName, g: number): void {
    this.#world.api.hold(this.#jobOf(name).gatePath(g));
  }

  release(name: JobName, g: number): void {
    this.#world.api.release(this.#jobOf(name).gatePath(g));
    this.#clock.rest();
  }

  interpose(name: JobName, g: number, put: Readonly<Record<string, string>>): void {
    this.#world.api.interpose(this.#jobOf(name).gatePath(g), put);
  }

  get now(): number {
    return this.#config.clock0 + this.#clock.millis;
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
        const operator = parts.gates.get("gate")?.operator;
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
        const state = parts.gates.get("gate")?.operator.gate.state();
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

  #look(): void {
    for (const { job } of this.#jobs.values()) job.catchUp(this.#world.simulation.now);
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
    this.#clock.rest();
    return taken;
  }

  #jobOf(name: JobName): ScriptedJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw new NotSupported(`a step of ${name} before its start`);
    return job;
  }
}
