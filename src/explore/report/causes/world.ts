import { byCodeUnit } from "../../../engine/code-unit-order.ts";
import type { WatchLuck } from "../../../model/kubernetes/api-server.ts";
import type { ConfigMapSnapshot } from "../../../model/kubernetes/config-map.ts";
import type { RunOptions } from "../../../model/options.ts";
import type { TopicLog } from "../../../model/source/topic-log.ts";
import type { FindingKind } from "../../../oracle/verdict.ts";
import type { OutputName } from "../../../oracle/witness.ts";
import type { PropertyOptions } from "../../../scenario/scenario.ts";
import { simulate } from "../../run-scenario.ts";
import type { Reruns } from "../reruns.ts";
import { toggleText } from "../toggle-key.ts";
import { FateEar, type FateOfOutput } from "./fate.ts";

/** One thing that is otherwise than it was. */
export type WorldChange =
  /** The messages that tell a gate a toggle: never, or after so long (µs). */
  | { readonly kind: "toggle-message"; readonly path: string; readonly micros: number | "never" }
  | { readonly kind: "options"; readonly name: string; change(options: RunOptions): RunOptions }
  /** That record has another event time. */
  | {
      readonly kind: "event-time";
      readonly partition: number;
      readonly offset: number;
      readonly ts: number;
    };

/** What came of a changed world. */
export interface WorldOutcome {
  readonly fate: FateOfOutput;
  /** Kinds of findings of the whole run. */
  readonly failing: ReadonlySet<FindingKind>;
}

/** Runs of one seed in which some things are otherwise, seen from one output. */
export class World {
  readonly #reruns: Reruns;
  readonly #properties: PropertyOptions;
  readonly #output: OutputName;
  readonly #known = new Map<string, WorldOutcome>();
  #runs = 0;

  constructor(reruns: Reruns, properties: PropertyOptions, output: OutputName) {
    this.#reruns = reruns;
    this.#properties = properties;
    this.#output = output;
  }

  /** Runs made for this output. */
  get runs(): number {
    return this.#runs;
  }

  /** Undefined: it is not known, and no run is left. */
  with(changes: readonly WorldChange[]): WorldOutcome | undefined {
    const name = changes.map(nameOf).toSorted(byCodeUnit).join("; ");
    const known = this.#known.get(name);
    if (known !== undefined || this.#reruns.left === 0) return known;
    const made = this.#run(changes);
    this.#known.set(name, made);
    this.#runs++;
    this.#reruns.spent();
    return made;
  }

  #run(changes: readonly WorldChange[]): WorldOutcome {
    const options = changes.reduce(
      (before, change) => (change.kind === "options" ? change.change(before) : before),
      this.#reruns.options,
    );
    const ear = new FateEar(this.#output, options);
    simulate(options, this.#properties, this.#reruns.seed, {
      ear,
      watchLuck: watchLuckOf(changes),
      topic: topicOf(changes),
    });
    return { fate: ear.fate, failing: ear.failing };
  }
}

function nameOf(change: WorldChange): string {
  switch (change.kind) {
    case "toggle-message":
      return `toggle to ${change.path} after ${change.micros}`;
    case "options":
      return change.name;
    case "event-time":
      return `p${change.partition} ${change.offset} at ${change.ts}`;
  }
}

function watchLuckOf(changes: readonly WorldChange[]): WatchLuck | undefined {
  const messages = changes.flatMap((one) => (one.kind === "toggle-message" ? [one] : []));
  if (messages.length === 0) return undefined;
  return (path, snapshot, drawn) => {
    if (!tellsToggle(snapshot)) return drawn;
    const told = messages.find((one) => one.path === path)?.micros ?? drawn;
    // Messages overtake nothing: an earlier one that is slow would hold this one up.
    return told === "never" || told === drawn ? told : { listedAfter: told };
  };
}

function tellsToggle({ data }: ConfigMapSnapshot): boolean {
  return toggleText(data) !== undefined;
}

function topicOf(changes: readonly WorldChange[]): ((topic: TopicLog) => TopicLog) | undefined {
  const moved = changes.flatMap((one) => (one.kind === "event-time" ? [one] : []));
  if (moved.length === 0) return undefined;
  return (topic) => ({
    partitions: topic.partitions,
    keyNames: topic.keyNames,
    arrival: (partition, offset) => topic.arrival(partition, offset),
    endOffset: (partition, at) => topic.endOffset(partition, at),
    count: (partition) => topic.count(partition),
    read: (partition, offset, into) => {
      topic.read(partition, offset, into);
      for (const one of moved) {
        if (one.partition === partition && one.offset === offset) into.ts = one.ts;
      }
    },
  });
}
