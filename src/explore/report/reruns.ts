import type { RunOptions } from "../../model/options.ts";
import type { PropertyName, Verdict } from "../../oracle/verdict.ts";
import type { PropertyOptions } from "../../scenario/scenario.ts";
import type { OutcomeCounts } from "../report-margins.ts";
import type { RunOutcome } from "../run-outcome.ts";
import { simulate } from "../run-scenario.ts";
import { medianLatency, silenceOf } from "./output-measures.ts";

/** What is kept of a run that was made to see what would have happened. */
export interface Rerun extends OutcomeCounts {
  readonly seed: number;
  /** Properties that fail, in the order of the oracle. */
  readonly failing: readonly PropertyName[];
  /** Failures of each of them. */
  readonly failures: Readonly<Partial<Record<PropertyName, number>>>;
  readonly handoverMicros: number | null;
  readonly bothJobsMicros: number | null;
  /** Of all outputs, from event to reader; null: not asked for, or there is none. */
  readonly latencyMicros: number | null;
  readonly silenceMicros: number | null;
}

/** Tells how far the work is: runs made, and at most so many. */
export type RerunListener = (done: number, most: number) => void;

/**
 * Runs of the same scenario with other settings, on the same luck; each is made once. They are
 * counted in records, not in time, so that the same report comes out everywhere.
 */
export class Reruns {
  readonly options: RunOptions;
  readonly seed: number;
  readonly #properties: PropertyOptions;
  readonly #known = new Map<string, Rerun>();
  readonly #most: number;
  readonly #heard: RerunListener;
  #limit: number;
  #done = 0;

  constructor(given: {
    readonly options: RunOptions;
    readonly properties: PropertyOptions;
    readonly seed: number;
    /** Runs in all, fates among them. */
    readonly most: number;
    readonly heard: RerunListener;
  }) {
    this.options = given.options;
    this.seed = given.seed;
    this.#properties = given.properties;
    this.#most = given.most;
    this.#limit = given.most;
    this.#heard = given.heard;
  }

  get done(): number {
    return this.#done;
  }

  /** Runs that may still be made, of this part of the work. */
  get left(): number {
    return Math.max(0, this.#limit - this.#done);
  }

  /** From here on so many runs may be made, as far as there are any left at all. */
  allow(runs: number): void {
    this.#limit = Math.min(this.#most, this.#done + runs);
  }

  /** A run of another kind was made. */
  spent(): void {
    this.#done++;
    this.#heard(this.#done, this.#most);
  }

  /**
   * The run with those options; `name` must name what differs from the scenario's. Undefined: it is
   * not known, and no run is left.
   */
  run(name: string, options: RunOptions, seed: number = this.seed): Rerun | undefined {
    const key = `${seed} ${name}`;
    const known = this.#known.get(key);
    if (known !== undefined || this.left === 0) return known;
    const made = this.#make(options, seed);
    this.#known.set(key, made);
    this.spent();
    return made;
  }

  #make(options: RunOptions, seed: number): Rerun {
    let measured = { latencyMicros: null as number | null, silenceMicros: null as number | null };
    const isShown = seed === this.seed;
    const outcome = simulate(options, this.#properties, seed, {
      ended: (run) => {
        if (!isShown) return;
        measured = { latencyMicros: medianLatency(run), silenceMicros: silenceOf(run) };
      },
    });
    return { ...rerunOf(outcome), ...measured };
  }
}

function rerunOf(outcome: RunOutcome): Omit<Rerun, "latencyMicros" | "silenceMicros"> {
  const { seed, verdict, facts, moments } = outcome;
  const { startedAt, endedAt } = facts.handover;
  const failed = verdict.properties.filter(({ status }) => status === "fail");
  const running = moments["incoming-running"];
  const deleted = moments["outgoing-deleted"];
  return {
    seed,
    ...countsOf(verdict),
    failing: failed.map(({ name }) => name),
    failures: Object.fromEntries(failed.map(({ name, failures }) => [name, failures])),
    handoverMicros: startedAt === undefined || endedAt === undefined ? null : endedAt - startedAt,
    bothJobsMicros: running === undefined || deleted === undefined ? null : deleted - running,
  };
}

/** What a headline would say. */
export function countsOf({ status, headline }: Verdict): OutcomeCounts {
  const { lost, duplicated, wrong, propertiesFailed } = headline;
  return { status, lost, duplicated, wrong, propertiesFailed };
}
