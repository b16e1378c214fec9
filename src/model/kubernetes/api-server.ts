import type { Chance, KeyedDraws, Stream } from "../../engine/choice.ts";
import { type LatencyModel, sampleLatency } from "../../engine/latency.ts";
import type { ComponentId, EventHandler, Simulation } from "../../engine/simulation.ts";
import { CONTROL, WATCH } from "../phases.ts";
import { requestRetryAfter, watchReconnectsAt } from "./client-retry.ts";
import {
  ConfigMap,
  type ConfigMapData,
  type ConfigMapEntries,
  type ConfigMapSnapshot,
  type WriteResult,
} from "./config-map.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";
import type { SlowWatch } from "./slow-watch.ts";
import { Watch } from "./watch.ts";

const ANSWER = 0;
const DELIVER = 1;
const BREAK = 2;

const HOUR_MICROS = 3_600_000_000;

/**
 * A counterfactual: how long that watcher's message takes instead of the time that was drawn (µs).
 * "never" = it hears nothing from this version on; `listedAfter` = it lists anew after so long, and so
 * hears of this version whatever is still on its way before it.
 */
export type WatchLuck = (
  path: string,
  snapshot: ConfigMapSnapshot,
  drawn: number,
) => number | "never" | { readonly listedAfter: number };

/** Gets what a watch delivers; `isDuplicate`: seen before (K4). */
export type WatchHandler = (snapshot: ConfigMapSnapshot, isDuplicate: boolean) => void;

interface Watcher {
  readonly path: string;
  readonly watch: Watch;
  readonly handler: WatchHandler;
  readonly draws: KeyedDraws;
  /** When its connection breaks (K3). */
  readonly breaks: Stream;
  readonly index: number;
  /** What it waits longer than others. */
  readonly extraMicros: number;
  open: boolean;
}

interface Request {
  readonly answer: () => void;
  /** Its client has given up. */
  readonly refused: () => void;
  readonly latency: number;
  readonly failures: number;
}

/** While the server cannot be reached; `happened` is called for each thing that it keeps from going on. */
interface Outage {
  readonly until: number;
  readonly happened: () => void;
}

/**
 * The Kubernetes API server, as gates and controller meet it: one ConfigMap, requests that take
 * their time (K1) and take effect when they are answered, watches that lag each on its own (K2). Not
 * modelled: a write that takes effect and whose answer is lost.
 */
export class ApiServer implements EventHandler {
  readonly configMap: ConfigMap = new ConfigMap();
  readonly #simulation: Simulation;
  readonly #component: ComponentId;
  readonly #options: KubernetesOptions;
  readonly #chance: Chance;
  readonly #requestDraws: KeyedDraws;
  readonly #pending = new Map<number, Request>();
  readonly #watchers: Watcher[] = [];
  readonly #history = new Map<number, ConfigMapSnapshot>();
  readonly #onStored: (snapshot: ConfigMapSnapshot, writer: string) => void;
  readonly #onDelivered: (path: string, version: number, isRelist: boolean) => void;
  readonly #watchLuck: WatchLuck;
  #requests = 0;
  #outage: Outage | undefined;

  constructor(options: {
    readonly simulation: Simulation;
    readonly kubernetes: KubernetesOptions;
    readonly chance: Chance;
    /** Every new version, at once: for anchors of faults and for the trace. */
    readonly onStored: (snapshot: ConfigMapSnapshot, writer: string) => void;
    /** What a watcher sees of it, when it does: for the trace. */
    readonly onDelivered?: (path: string, version: number, isRelist: boolean) => void;
    readonly watchLuck?: WatchLuck | undefined;
  }) {
    this.#simulation = options.simulation;
    this.#options = options.kubernetes;
    this.#chance = options.chance;
    this.#onStored = options.onStored;
    this.#onDelivered = options.onDelivered ?? (() => {});
    this.#watchLuck = options.watchLuck ?? ((_path, _snapshot, drawn) => drawn);
    this.#requestDraws = options.chance.keyed("kubernetes", "api latency");
    this.#component = options.simulation.register("kubernetes/api-server", this);
  }

  /** Nobody reaches it just now. */
  get isAway(): boolean {
    return this.#outage !== undefined && this.#simulation.now < this.#outage.until;
  }

  /**
   * Nobody reaches it for so long: requests are tried again or given up, watches break (K3);
   * `happened` is called for each, and for each version that a watch misses.
   */
  goAway(micros: number, happened: () => void): void {
    const until = this.#simulation.now + micros;
    this.#outage = { until: Math.max(until, this.#outage?.until ?? 0), happened };
    for (const { index, open } of this.#watchers) {
      if (!open) continue;
      happened();
      const back = watchReconnectsAt(this.#simulation.now, this.#outage.until);
      this.breakWatch(index, back - this.#simulation.now, happened);
    }
  }

  /** Somebody else has not reached it. */
  missed(): void {
    this.#outage?.happened();
  }

  /**
   * GET, sent at `at`; `then` runs when it is answered, with the newest version of that moment, or
   * `refused` when its client has given up.
   */
  get(at: number, then: (snapshot: ConfigMapSnapshot) => void, refused: () => void): void {
    this.#request(at, () => then(this.configMap.read()), refused);
  }

  /** PUT with resourceVersion (K5), sent at `at`; takes effect when it is answered. */
  update(
    at: number,
    put: { readonly writer: string; readonly version: number; readonly data: ConfigMapData },
    then: (result: WriteResult) => void,
    refused: () => void,
  ): void {
    const { writer, version, data } = put;
    const answer = (): void => then(this.#stored(this.configMap.update(version, data), writer));
    this.#request(at, answer, refused, this.#options.writeLatency);
  }

  /** The controller's unconditional writes; they take effect now. */
  replaceNow(writer: string, data: ConfigMapData): WriteResult {
    return this.#stored(this.configMap.replace(data), writer);
  }

  patchNow(writer: string, entries: ConfigMapEntries): WriteResult {
    return this.#stored(this.configMap.patch(entries), writer);
  }

  /** A new informer, listed at `listed`; returns what closes it. `path` names its luck. */
  watch(path: string, listed: number, handler: WatchHandler): number {
    const index = this.#watchers.length;
    const draws = this.#chance.keyed(path, "watch latency");
    const breaks = this.#chance.stream(path, "watch breaks");
    this.#watchers.push({
      path,
      watch: new Watch(listed),
      handler,
      draws,
      breaks,
      index,
      extraMicros: extraMicrosOf(this.#options.slowWatches ?? [], path),
      open: true,
    });
    this.#planBreak(this.#watchers[index] as Watcher);
    return index;
  }

  unwatch(index: number): void {
    const watcher = this.#watchers[index];
    if (watcher !== undefined) watcher.open = false;
  }

  /**
   * The connection of one watcher breaks now and is listed again after `forMicros` (K3); see
   * `Watch.break`.
   */
  breakWatch(index: number, forMicros: number, missed?: () => void): void {
    const watcher = this.#watchers[index];
    if (watcher === undefined || !watcher.open) return;
    watcher.watch.break(this.#simulation.now + forMicros, missed);
    this.#arm(watcher);
  }

  handle(kind: number, index: number): void {
    if (kind === ANSWER) {
      const request = this.#pending.get(index);
      this.#pending.delete(index);
      if (request !== undefined) this.#ended(index, request);
    } else if (kind === BREAK) {
      this.breakWatch(index, this.#options.watchBreakMicros);
      this.#planBreak(this.#watchers[index] as Watcher);
    } else {
      this.#deliver(this.#watchers[index] as Watcher);
    }
  }

  #planBreak(watcher: Watcher): void {
    const perHour = this.#options.watchBreaksPerHour;
    if (perHour === 0 || !watcher.open) return;
    const wait = Math.ceil(watcher.breaks.exponential(HOUR_MICROS / perHour));
    const at = this.#simulation.now + Math.max(1, wait);
    this.#simulation.schedule(this.#component, at, WATCH, BREAK, watcher.index);
  }

  #request(
    at: number,
    answer: () => void,
    refused: () => void,
    model: LatencyModel = this.#options.apiLatency,
  ): void {
    const index = this.#requests++;
    const latency = Math.max(1, sampleLatency(model, this.#requestDraws.unit(index)));
    this.#send(index, at, { answer, refused, latency, failures: 0 });
  }

  #send(index: number, at: number, request: Request): void {
    this.#pending.set(index, request);
    this.#simulation.schedule(this.#component, at + request.latency, CONTROL, ANSWER, index);
  }

  #ended(index: number, request: Request): void {
    if (!this.isAway) {
      request.answer();
      return;
    }
    this.#outage?.happened();
    const { failures, refused } = request;
    const wait = requestRetryAfter(failures);
    if (wait === undefined) refused();
    else this.#send(index, this.#simulation.now + wait, { ...request, failures: failures + 1 });
  }

  #stored(result: WriteResult, writer: string): WriteResult {
    if (result.outcome !== "ok") return result;
    const snapshot = this.configMap.read();
    this.#history.set(snapshot.version, snapshot);
    for (const watcher of this.#watchers) {
      if (!watcher.open) continue;
      const drawn = sampleLatency(this.#options.watchLatency, watcher.draws.unit(snapshot.version));
      const latency = this.#watchLuck(watcher.path, snapshot, drawn + watcher.extraMicros);
      if (latency === "never") {
        watcher.open = false;
        continue;
      }
      const { now } = this.#simulation;
      if (typeof latency === "number") watcher.watch.stored(snapshot.version, now, latency);
      else watcher.watch.break(now + latency.listedAfter);
      this.#arm(watcher);
    }
    this.#onStored(snapshot, writer);
    return result;
  }

  #arm(watcher: Watcher): void {
    const at = watcher.watch.nextAt();
    if (at === undefined) return;
    const when = Math.max(at, this.#simulation.now);
    this.#simulation.schedule(this.#component, when, WATCH, DELIVER, watcher.index);
  }

  #deliver(watcher: Watcher): void {
    if (!watcher.open) return;
    const now = this.#simulation.now;
    const isRelist = watcher.watch.isBroken;
    const event = isRelist
      ? watcher.watch.relist(now, this.configMap.read().version)
      : watcher.watch.take(now);
    if (event === undefined) return;
    this.#arm(watcher);
    this.#onDelivered(watcher.path, event.version, isRelist);
    const snapshot = this.#history.get(event.version);
    if (snapshot !== undefined) watcher.handler(snapshot, event.isDuplicate);
  }
}

/** `path`: role, task and subtask of the watching gate. */
function extraMicrosOf(slow: readonly SlowWatch[], path: string): number {
  const [job, , subtask] = path.split("/");
  return slow
    .filter((one) => one.job === job && (one.subtask ?? Number(subtask)) === Number(subtask))
    .reduce((sum, one) => sum + one.extraMicros, 0);
}
