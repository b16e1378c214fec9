import type { Simulation } from "../../engine/simulation.ts";
import type { TraceEntry } from "../../engine/trace.ts";
import type { FaultOptions } from "../fault-options.ts";
import type { GateFacts } from "../job/gate-facts.ts";
import type { CheckpointEnd } from "../job/job-checkpoints.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import type { JobRole } from "../options.ts";
import type { WriteAttempt } from "../protocol/protocol.ts";
import type { SinkListener } from "../sink/sink-listener.ts";
import type { SubtaskAttempt } from "./attempts.ts";

/** What the parts of a run tell about themselves, for a listener that wants to hear it. */
export class RunTrace {
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** For the gates of both jobs. */
  readonly gates: {
    wrote(path: string, attempt: WriteAttempt): void;
    handlerFailed(path: string, reason: string): void;
    opened(path: string, version: number): void;
  } = {
    wrote: (path, attempt) => {
      const { operation, outcome, entries, readVersion } = attempt;
      const set = Object.entries(entries).map(([key, value]) => `${key}=${value}`);
      this.#emit(path, "gate-write", { operation, outcome, readVersion, set: set.join(" ") });
    },
    handlerFailed: (path, reason) => this.#emit(path, "informer-handler-failed", { reason }),
    opened: (path, version) => this.#emit(path, "gate-opened", { version }),
  };

  /** For the sink of one attempt. */
  sink({ role, task, subtask }: SubtaskAttempt): SinkListener {
    const where = `${role}/${task}/${subtask}`;
    return {
      probed: (id, epoch) => this.#emit(where, "transactional-id-probed", { id, epoch }),
      began: (transaction, id, checkpoint) =>
        this.#emit(where, "transaction-began", { transaction, id, checkpoint }),
      preCommitted: (transaction, id) =>
        this.#emit(where, "transaction-pre-committed", { transaction, id }),
      committed: ({ transactionalId: id, epoch }, isRecovered) =>
        this.#emit(where, "transaction-committed", { id, epoch, isRecovered }),
      commitRefused: ({ transactionalId: id, epoch }, error, isRecovered) =>
        this.#emit(where, "commit-refused", { id, epoch, error, isRecovered }),
      sendRefused: (transaction, error) =>
        this.#emit(where, "send-refused", { transaction, error }),
    };
  }

  jobStatus(role: JobRole, status: string, reason: string): void {
    this.#emit(role, "job-status", { status, reason });
  }

  checkpoint(role: JobRole, { id, kind, failure }: CheckpointEnd): void {
    this.#emit(role, failure === undefined ? "checkpoint-completed" : "checkpoint-failed", {
      kind,
      ...(id === undefined ? {} : { id }),
      ...(failure === undefined ? {} : { failure }),
    });
  }

  /** `sends` here and `receives` below name one message: a viewer draws an arrow between them. */
  stored({ version, data }: ConfigMapSnapshot, writer: string): void {
    const sends = `ConfigMap version ${version}`;
    this.#emit("kubernetes/config-map", "stored", { sends, version, writer, ...data });
  }

  delivered(path: string, version: number, isRelist: boolean): void {
    this.#emit(path, isRelist ? "listed" : "watched", {
      receives: `ConfigMap version ${version}`,
      version,
    });
  }

  transition(from: string, to: string, why: string): void {
    this.#emit("kubernetes/controller", "transition", { from, to, why });
  }

  notice(text: string): void {
    this.#emit("kubernetes/controller", "notice", { text });
  }

  crossed(path: string, facts: GateFacts): void {
    const { crossedAt, toggle } = facts;
    if (crossedAt === undefined || toggle === undefined) return;
    this.#simulation.trace?.emit({
      at: crossedAt,
      where: path,
      what: "crossed",
      detail: { toggle },
    });
  }

  fault(fault: FaultOptions): void {
    const { kind, at, ...aim } = fault;
    const given = Object.entries(aim).filter(([, value]) => value !== undefined);
    this.#emit("faults", kind, {
      anchor: at.anchor,
      offset: at.offsetMicros,
      ...Object.fromEntries(given),
    });
  }

  #emit(where: string, what: string, detail: NonNullable<TraceEntry["detail"]>): void {
    const { trace } = this.#simulation;
    trace?.emit({ at: this.#simulation.now, where, what, detail });
  }
}
