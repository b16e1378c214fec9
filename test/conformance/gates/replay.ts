import { isDeepStrictEqual } from "node:util";
import { ConfigMap, type ConfigMapSnapshot } from "../../../src/model/kubernetes/config-map.ts";
import type { HandoverProtocol } from "../../../src/model/protocol/protocol.ts";
import { type Difference, EQUAL, type Outcome } from "../corpus.ts";
import { time } from "../recordings.ts";
import { type Cluster, GateBench, noteVersion, type PutScript } from "./gate-bench.ts";
import type { Trace, TraceEvent, TraceStep } from "./trace.ts";

/** What a replay compared, and where it first differed from the recording. */
export interface ReplayResult {
  readonly outcome: Outcome;
  readonly compared: { readonly events: number; readonly states: number; readonly gauges: number };
}

const COMPARED = new Set(["gate", "cm", "held", "resumed", "interposed", "handlerError"]);

/** Feeds every gate of `trace` with its recorded inputs over one shared ConfigMap and compares. */
export function replay(trace: Trace, protocol: HandoverProtocol): ReplayResult {
  return new Replay(trace, protocol).run();
}

class Replay {
  readonly #trace: Trace;
  readonly #protocol: HandoverProtocol;
  readonly #cluster: Cluster;
  readonly #gates = new Map<string, GateBench>();
  readonly #listed = new Map<string, unknown>();
  readonly #scripts = new Map<string, PutScript>();
  #difference: Difference | undefined;
  #step = 0;
  readonly #compared = { events: 0, states: 0, gauges: 0 };

  constructor(trace: Trace, protocol: HandoverProtocol) {
    this.#trace = trace;
    this.#protocol = protocol;
    this.#cluster = { now: trace.config.clock0, map: new ConfigMap(), versions: new Map() };
  }

  run(): ReplayResult {
    this.#trace.steps.every((step, index) => {
      this.#step = index;
      this.#command(step);
      const events = step.obs.ev ?? [];
      for (const at of feedingOrder(events)) this.#feed(step, events[at] as TraceEvent, index, at);
      this.#compareEvents(step);
      this.#compareStates(step);
      if (step.op === "cancel" || step.op === "stop") this.#end(step.job ?? "");
      return this.#difference === undefined;
    });
    return { outcome: this.#difference ?? EQUAL, compared: this.#compared };
  }

  #command(step: TraceStep): void {
    const gate = this.#gates.get(`${step.job}/${step.g}`);
    const map = this.#cluster.map;
    if (step.op === "clock") this.#cluster.now += step.ms ?? 0;
    if (step.op === "cm") {
      if (step.replace !== undefined) map.replace(step.replace);
      if (step.put !== undefined) map.patch(step.put);
      if (step.remove !== undefined) {
        map.patch(Object.fromEntries(step.remove.map((key) => [key, undefined])));
      }
      this.#expect("ConfigMap", { ...map.read() }, { version: step.obs.v, data: step.obs.data });
      noteVersion(this.#cluster);
    }
    if (step.op === "watch" && gate !== undefined) this.#watch(gate, step);
    if (step.op === "hold") this.#script(`${step.job}/${step.g}`).holdsNext = true;
    if (step.op === "release") gate?.release();
    if (step.op === "interpose" && step.write !== undefined) {
      this.#script(`${step.job}/${step.g}`).interposed.push(step.write.put);
    }
    if (step.op === "gauge") this.#gauge(step);
  }

  #watch(gate: GateBench, step: TraceStep): void {
    const snapshot = this.#version(step.v);
    if (step.part === "base") gate.gate.onWatchBase(snapshot);
    else if (step.part === "rest") gate.gate.onWatchRest(snapshot);
    else gate.gate.onWatch(snapshot, false);
    gate.isTorn = step.part === "base";
    gate.informed();
  }

  #script(key: string): PutScript {
    const script = this.#scripts.get(key) ?? { interposed: [], holdsNext: false };
    this.#scripts.set(key, script);
    return script;
  }

  #version(version: unknown): ConfigMapSnapshot {
    const snapshot = this.#cluster.versions.get(version as number);
    if (snapshot !== undefined) return snapshot;
    this.#expect("versions written", [...this.#cluster.versions.keys()], version);
    return this.#cluster.map.read();
  }

  #gauge(step: TraceStep): void {
    const done = (step.obs.done ?? []).map((_, g) => {
      const gate = this.#gates.get(`${step.job}/${g}`)?.gate;
      return gate?.handOverDone(this.#cluster.now, 0) ? 1 : 0;
    });
    this.#compared.gauges += done.length;
    this.#expect("done", done, step.obs.done ?? []);
  }

  #feed(step: TraceStep, event: TraceEvent, index: number, at: number): void {
    const key = `${event.job}/${event.g}`;
    if (event.e === "open") {
      const colour = event.job === "OUT" ? "BLUE" : "GREEN";
      const before = this.#gates.get(key);
      const script = this.#script(key);
      const bench = new GateBench({
        cluster: this.#cluster,
        script,
        protocol: this.#protocol,
        colour,
        subtask: event.g,
      });
      if (before !== undefined) bench.events.push(...before.events);
      this.#gates.set(key, bench);
      bench.gate.onOpen(this.#version(event["read"]));
      bench.informed();
    }
    const gate = this.#gates.get(key);
    if (event.e === "held") {
      const record = this.#recordInHand(key, index, at);
      if (record !== undefined && gate !== undefined) this.#record(gate, record);
    }
    // The record that a release ends was fed when it was held.
    const isResumed =
      step.op === "release" &&
      (step.obs.ev ?? [])
        .slice(0, at)
        .every((one) => `${one.job}/${one.g}` !== key || one.e !== "gate");
    if (event.e === "gate" && gate !== undefined && !isResumed) this.#record(gate, event);
  }

  #record(gate: GateBench, event: TraceEvent): void {
    const ts = event["ts"];
    gate.record(event, ts === null ? Number.NaN : time(ts), time(event["w"]));
  }

  #recordInHand(key: string, index: number, at: number): TraceEvent | undefined {
    const later = this.#trace.steps.slice(index).flatMap((step) => step.obs.ev ?? []);
    const isGate = (event: TraceEvent): boolean =>
      event.e === "gate" && `${event.job}/${event.g}` === key;
    return later.slice(at).find(isGate);
  }

  #compareEvents(step: TraceStep): void {
    const recorded = step.obs.ev ?? [];
    for (const [key, bench] of this.#gates) {
      const expected = recorded
        .filter((event) => `${event.job}/${event.g}` === key && COMPARED.has(event.e))
        .map(({ job, g, of, ...fields }) => fields);
      this.#compared.events += expected.length;
      this.#expect(`events of ${key}`, bench.events, expected);
      bench.events.length = 0;
    }
  }

  #compareStates(step: TraceStep): void {
    for (const { job, g, tornWmBaseStage, ...state } of step.obs.state ?? []) {
      this.#listed.set(`${job}/${g}`, state);
      this.#compared.states++;
    }
    for (const [key, bench] of this.#gates) {
      if (bench.isHeld || bench.isTorn) continue;
      this.#expect(`state of ${key}`, bench.gate.state(), this.#listed.get(key));
    }
  }

  #end(job: string): void {
    for (const key of [...this.#gates.keys()]) {
      if (key.startsWith(`${job}/`)) this.#gates.delete(key);
    }
  }

  #expect(field: string, actual: unknown, expected: unknown): void {
    if (this.#difference !== undefined || isDeepStrictEqual(actual, expected)) return;
    this.#difference = { kind: "different", step: this.#step, field, expected, actual };
  }
}

// A restarted region opens its gates after the record that made one of them throw, whatever its
// number: events are listed by gate.
function feedingOrder(events: readonly TraceEvent[]): readonly number[] {
  const opened = new Set<string>();
  const before: number[] = [];
  const after: number[] = [];
  for (const [at, event] of events.entries()) {
    const key = `${event.job}/${event.g}`;
    if (event.e === "open") opened.add(key);
    (opened.has(key) ? after : before).push(at);
  }
  return [...before, ...after];
}
