import { describe, expect, it } from "vitest";
import { seededChance } from "../../../src/engine/choice.ts";
import type { LatencyModel } from "../../../src/engine/latency.ts";
import { Simulation } from "../../../src/engine/simulation.ts";
import { Agenda, AttemptAgenda } from "../../../src/model/job/agenda.ts";
import type { HaltReason, Mail } from "../../../src/model/job/subtask.ts";
import { SinkConnection, type SinkThread } from "../../../src/model/sink/sink-connection.ts";

/** A task thread that notes what is done to it. */
class FakeThread implements SinkThread {
  readonly log: string[] = [];
  haltReason: HaltReason | undefined;
  readonly #simulation: Simulation;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  get actsAt(): number {
    return this.#simulation.now;
  }

  answered(mail: Mail): void {
    mail(this.#simulation.now);
  }

  busyFor(micros: number): void {
    this.log.push(`busy ${micros}`);
  }

  halt(reason: HaltReason): void {
    this.haltReason = reason;
    this.log.push(`halt ${reason} at ${this.actsAt}`);
  }

  resume(at: number): void {
    this.haltReason = undefined;
    this.log.push(`resume at ${at}`);
  }

  settle(): void {
    this.log.push(`look at ${this.actsAt}`);
  }
}

class Bench {
  readonly simulation: Simulation = new Simulation();
  readonly agenda: Agenda = new Agenda(this.simulation, "run");
  readonly attempt: AttemptAgenda = new AttemptAgenda(this.agenda);
  readonly thread: FakeThread = new FakeThread(this.simulation);
  readonly failures: string[] = [];
  readonly connection: SinkConnection;

  constructor(latency: LatencyModel, attemptNumber = 1) {
    this.connection = new SinkConnection({
      agenda: this.agenda,
      attempt: this.attempt,
      latency,
      draws: seededChance(7).keyed("outgoing/0/0", "kafka request"),
      attemptNumber,
    });
    this.connection.attach(this.thread, (reason) => this.failures.push(reason));
  }
}

const tenMillis: LatencyModel = { kind: "constant", us: 10_001 };

describe("a request of a sink", () => {
  it("is at the broker after half its latency and back after the other half", () => {
    const { simulation, connection, thread } = new Bench(tenMillis);
    const seen: number[] = [];
    connection.request(
      (now) => seen.push(now),
      () => {
        seen.push(simulation.now);
        connection.proceed();
      },
    );
    simulation.run(1_000_000);
    expect(seen).toEqual([5_000, 10_001]);
    expect(thread.log).toEqual(["halt request at 0", "resume at 10001"]);
  });

  it("blocks the task thread until the last of a row is answered", () => {
    const { simulation, connection, thread } = new Bench(tenMillis);
    connection.request(
      () => {},
      () =>
        connection.request(
          () => {},
          () => connection.proceed(),
        ),
    );
    simulation.run(1_000_000);
    expect(thread.log).toEqual(["halt request at 0", "resume at 20002"]);
  });

  it("takes effect although the task has died; nobody gets the answer (S6)", () => {
    const { simulation, connection, attempt } = new Bench(tenMillis);
    const seen: string[] = [];
    connection.request(
      () => seen.push("effect"),
      () => seen.push("answer"),
    );
    attempt.end();
    simulation.run(1_000_000);
    expect(seen).toEqual(["effect"]);
  });

  it("can be sent by a task that has ended, whose thread it leaves alone (S13)", () => {
    const { simulation, connection, attempt, thread } = new Bench(tenMillis);
    attempt.end();
    const seen: number[] = [];
    connection.request(
      (now) => seen.push(now),
      () => {},
    );
    connection.proceed();
    simulation.run(1_000_000);
    expect(seen).toEqual([5_000]);
    expect(thread.log).toEqual([]);
  });

  it("within a snapshot takes effect at once and keeps the thread busy", () => {
    const { connection, thread } = new Bench(tenMillis);
    expect(connection.requestNow((now) => now)).toBe(0);
    expect(thread.log).toEqual(["busy 10001"]);
  });

  it("takes as long as its attempt and number say, whatever others do", () => {
    const uniform: LatencyModel = { kind: "uniform", lowUs: 0, highUs: 1_000_000 };
    const latencies = (attemptNumber: number): readonly string[] => {
      const { connection, thread } = new Bench(uniform, attemptNumber);
      for (let i = 0; i < 3; i++) connection.requestNow(() => {});
      return thread.log;
    };
    expect(latencies(1)).toEqual(latencies(1));
    expect(latencies(1)).not.toEqual(latencies(2));
    expect(new Set(latencies(1)).size).toBe(3);
  });
});

describe("a failing sink", () => {
  it("stops its thread at once and tells the job at the same instant, once", () => {
    const { simulation, connection, thread, failures } = new Bench(tenMillis);
    connection.fail("first");
    connection.fail("second");
    expect(thread.log).toEqual(["halt failed at 0"]);
    expect(failures).toEqual([]);
    simulation.run(0);
    expect(failures).toEqual(["first"]);
  });

  it("is nobody's concern when the attempt is over", () => {
    const { simulation, connection, attempt, failures } = new Bench(tenMillis);
    connection.fail("too late");
    attempt.end();
    simulation.run(0);
    expect(failures).toEqual([]);
  });

  it("has its thread look again when its producer was fenced", () => {
    const { simulation, connection, thread } = new Bench(tenMillis);
    connection.wake();
    simulation.run(0);
    expect(thread.log).toEqual(["look at 0"]);
  });
});
