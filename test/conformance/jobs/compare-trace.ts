import { isDeepStrictEqual } from "node:util";
import { type Difference, EQUAL, NotSupported, type Outcome } from "../corpus.ts";
import type { FinalLists, JobName, LogElement, Trace, TraceStep } from "../gates/trace.ts";
import { FinalLedger } from "./final-lists.ts";
import type { JobScript } from "./job-script.ts";
import { normalEvents, normalFinal } from "./trace-order.ts";

/** How many observations of each kind were compared. */
export interface Compared {
  events: number;
  states: number;
  others: number;
}

/** Drives both jobs through a trace and compares all that each step is recorded to have done. */
export function compareTrace(trace: Trace, script: JobScript): Outcome {
  return new Comparison(trace, script).run();
}

/** The same, counting what is compared into `compared`. */
export function compareCounted(trace: Trace, script: JobScript, compared: Compared): Outcome {
  return new Comparison(trace, script, compared).run();
}

class Comparison {
  readonly #trace: Trace;
  readonly #script: JobScript;
  readonly #compared: Compared;
  readonly #listed = new Map<string, unknown>();
  readonly #ledger: FinalLedger;
  #step = 0;
  #difference: Difference | undefined;

  constructor(
    trace: Trace,
    script: JobScript,
    compared: Compared = { events: 0, states: 0, others: 0 },
  ) {
    this.#trace = trace;
    this.#script = script;
    this.#compared = compared;
    this.#ledger = new FinalLedger(trace.config.window > 0);
  }

  run(): Outcome {
    const { steps, final } = this.#trace;
    for (const [index, step] of steps.entries()) {
      this.#step = index;
      this.#results(step, this.#command(step));
      this.#events(step);
      this.#states(step);
      if (this.#difference !== undefined) return this.#difference;
    }
    this.#step = steps.length;
    this.#final(final);
    return this.#difference ?? EQUAL;
  }

  /** Does what the step says; returns what it answers beside events and states. */
  #command(step: TraceStep): Readonly<Record<string, unknown>> {
    const script = this.#script;
    const { op, job = "OUT", g = 0, src = 0 } = step;
    switch (op) {
      case "cm":
        script.configMap(step);
        return { v: script.version, data: script.data };
      case "start":
        script.start(job, step.from);
        return { pos: script.positions(job) };
      case "rec":
      case "wm":
      case "idle":
      case "active":
        script.append(job, src, elementOf(step));
        this.#fed(job, elementOf(step));
        return {};
      case "replay":
        return { replayed: this.#fed(job, script.replay(job, src)) ?? null };
      case "watch":
        script.watch(job, g, step.v ?? 0, step.part ?? "all");
        return {};
      case "clock":
        script.advance(step.ms ?? 0);
        return { now: script.now };
      default:
        return this.#lifecycle(step, job, g, src);
    }
  }

  #fed(job: JobName, element: LogElement | undefined): LogElement | undefined {
    if (element?.op === "rec") this.#ledger.fed(job, element.id);
    return element;
  }

  #lifecycle(
    step: TraceStep,
    job: JobName,
    g: number,
    src: number,
  ): Readonly<Record<string, unknown>> {
    const script = this.#script;
    switch (step.op) {
      case "checkpoint":
        return { cp: script.checkpoint(job), pos: script.positions(job) };
      case "savepoint":
        script.savepoint(job, step.name ?? "");
        return { pos: script.positions(job) };
      case "stop":
        script.stop(job, step.drain ?? false, step.name);
        return { status: script.status(job), pos: script.positions(job) };
      case "cancel":
        script.cancel(job);
        return { status: script.status(job), pos: script.positions(job) };
      case "fail":
        script.fail(job, src);
        return {};
      case "hold":
        script.hold(job, g);
        return {};
      case "release":
        script.release(job, g);
        return {};
      case "interpose":
        script.interpose(job, g, step.write?.put ?? {});
        return {};
      case "gauge":
        return { done: script.done(job) };
      default:
        throw new NotSupported(`the step ${step.op}`);
    }
  }

  #results({ obs }: TraceStep, answers: Readonly<Record<string, unknown>>): void {
    const restarted = this.#script.takeRestart();
    this.#expect("restarted", restarted, obs.restarted);
    const all = {
      ...answers,
      ...(restarted === undefined ? {} : { pos: this.#script.positions(restarted.job as JobName) }),
    };
    for (const [field, answer] of Object.entries(all)) {
      this.#expect(field, answer, obs[field as keyof typeof obs]);
      this.#compared.others++;
    }
  }

  #events({ obs }: TraceStep): void {
    const recorded = obs.ev ?? [];
    const ours = this.#script.takeEvents();
    this.#ledger.events(ours);
    const keyOf = (event: { readonly job: string; readonly g: number }): string =>
      `${event.job}/${event.g}`;
    for (const key of new Set([...recorded, ...ours].map(keyOf))) {
      const [expected, actual] = [recorded, ours].map((events) => {
        const own = events.filter((event) => keyOf(event) === key);
        return normalEvents(
          own.map(({ job, g, ...fields }) => fields),
          this.#trace.config.window > 0,
        );
      });
      this.#compared.events += expected?.length ?? 0;
      this.#expect(`events of ${key}`, actual, expected);
    }
  }

  #states({ obs }: TraceStep): void {
    for (const { job, g, tornWmBaseStage, ...state } of obs.state ?? []) {
      this.#listed.set(`${job}/${g}`, state);
      this.#compared.states++;
    }
    for (const { job, g, state } of this.#script.gates()) {
      this.#expect(`state of ${job}/${g}`, state, this.#listed.get(`${job}/${g}`));
    }
  }

  #final(recorded: FinalLists): void {
    const hasWindow = this.#trace.config.window > 0;
    const running = (["IN", "OUT"] as const).filter(
      (job) => this.#script.status(job) === "RUNNING",
    );
    const ours = normalFinal(this.#ledger.lists(running, this.#script.data), hasWindow);
    const theirs = normalFinal(recorded, hasWindow);
    for (const field of Object.keys(theirs) as (keyof FinalLists)[]) {
      this.#expect(`final ${field}`, ours[field], theirs[field]);
      this.#compared.others++;
    }
  }

  #expect(field: string, actual: unknown, expected: unknown): void {
    if (this.#difference !== undefined || isDeepStrictEqual(actual, expected)) return;
    this.#difference = { kind: "different", step: this.#step, field, expected, actual };
  }
}

function elementOf(step: TraceStep): LogElement {
  if (step.op === "rec") {
    return { op: "rec", id: step.id ?? "", key: step.key ?? "", ts: step.ts };
  }
  return step.op === "wm" ? { op: "wm", ts: step.ts } : { op: step.op as "idle" | "active" };
}
