import { seededChance } from "../../../src/engine/choice.ts";
import type { Simulation } from "../../../src/engine/simulation.ts";
import { ApiServer, type WatchHandler } from "../../../src/model/kubernetes/api-server.ts";
import type {
  ConfigMapData,
  ConfigMapEntries,
  ConfigMapSnapshot,
  WriteResult,
} from "../../../src/model/kubernetes/config-map.ts";
import { NotSupported } from "../corpus.ts";

/** What the script has armed for a gate's next PUT; it outlives the gate's attempt. */
interface PutScript {
  readonly interposed: ConfigMapEntries[];
  holdsNext: boolean;
  held: (() => void) | undefined;
}

/** Hears what befalls a gate's PUT on its way. */
export interface PutListener {
  held(writer: string): void;
  resumed(writer: string): void;
  interposed(writer: string, put: ConfigMapEntries, version: number): void;
}

/**
 * The API server with a script between it and the gates: versions reach an informer when they are
 * told to, a PUT can be held, and the controller can write before it. Writers go by their paths.
 */
export class ScriptedApi extends ApiServer {
  readonly #simulation: Simulation;
  readonly #listener: PutListener;
  readonly #versions: ReadonlyMap<number, ConfigMapSnapshot>;
  readonly #handlers = new Map<number, { readonly path: string; readonly handler: WatchHandler }>();
  readonly #scripts = new Map<string, PutScript>();

  constructor(simulation: Simulation, listener: PutListener) {
    const versions = new Map<number, ConfigMapSnapshot>();
    super({
      simulation,
      kubernetes: {
        apiLatency: { kind: "constant", us: 1 },
        watchLatency: { kind: "constant", us: 1 },
        watchBreaksPerHour: 0,
        watchBreakMicros: 1,
      },
      chance: seededChance(1),
      onStored: (snapshot) => versions.set(snapshot.version, snapshot),
      onDelivered: () => {},
    });
    this.#simulation = simulation;
    this.#versions = versions;
    this.#listener = listener;
  }

  override watch(path: string, _listed: number, handler: WatchHandler): number {
    const index = this.#handlers.size;
    this.#handlers.set(index, { path, handler });
    return index;
  }

  override unwatch(index: number): void {
    this.#handlers.set(index, { path: "", handler: () => {} });
  }

  override update(
    at: number,
    entries: { readonly writer: string; readonly version: number; readonly data: ConfigMapData },
    then: (result: WriteResult) => void,
    refused: () => void,
  ): void {
    const { writer } = entries;
    const script = this.#scriptOf(writer);
    const put = (when: number): void => super.update(when, entries, then, refused);
    const write = script.interposed.shift();
    if (write !== undefined) {
      this.patchNow("controller", write);
      this.#listener.interposed(writer, write, this.configMap.read().version);
    }
    if (!script.holdsNext) {
      put(at);
      return;
    }
    script.holdsNext = false;
    script.held = () => put(Math.max(at, this.#simulation.now));
    this.#listener.held(writer);
  }

  /** The informer of that writer gets this version. */
  deliver(path: string, version: number): void {
    const snapshot = this.snapshot(version);
    for (const one of this.#handlers.values()) {
      if (one.path === path) one.handler(snapshot, false);
    }
  }

  snapshot(version: number): ConfigMapSnapshot {
    const snapshot = this.#versions.get(version);
    if (snapshot === undefined) throw new NotSupported(`version ${version}, which nobody wrote`);
    return snapshot;
  }

  hold(writer: string): void {
    this.#scriptOf(writer).holdsNext = true;
  }

  release(writer: string): void {
    const script = this.#scriptOf(writer);
    const { held } = script;
    if (held === undefined) return;
    script.held = undefined;
    this.#listener.resumed(writer);
    held();
  }

  isHeld(writer: string): boolean {
    return this.#scriptOf(writer).held !== undefined;
  }

  interpose(writer: string, put: ConfigMapEntries): void {
    this.#scriptOf(writer).interposed.push(put);
  }

  #scriptOf(writer: string): PutScript {
    const known = this.#scripts.get(writer);
    if (known !== undefined) return known;
    const script = { interposed: [], holdsNext: false, held: undefined };
    this.#scripts.set(writer, script);
    return script;
  }
}
