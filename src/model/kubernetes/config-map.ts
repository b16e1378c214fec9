/**
 * One Kubernetes ConfigMap: a versioned map of strings with optimistic concurrency (K5).
 *
 * A snapshot never changes once read. A write that changes nothing makes no version and no watch
 * event. Latency is the caller's: a call here happens at one instant, at the API server.
 */
export type ConfigMapData = Readonly<Record<string, string>>;

/** Entries to set; `undefined` removes the key. */
export type ConfigMapEntries = Readonly<Record<string, string | undefined>>;

/** What a GET returns. `version` is the resourceVersion: 1, 2, 3 …; 0 = the object does not exist. */
export interface ConfigMapSnapshot {
  readonly version: number;
  readonly data: ConfigMapData;
}

/** `version` is the newest one afterwards. `conflict` is HTTP 409: nothing was written. */
export interface WriteResult {
  readonly outcome: "ok" | "noop" | "conflict";
  readonly version: number;
}

export class ConfigMap {
  #newest: ConfigMapSnapshot = { version: 0, data: Object.freeze({}) };

  /** GET: always the newest version (reads are linearizable; only watches lag, K6). */
  read(): ConfigMapSnapshot {
    return this.#newest;
  }

  /** PUT with resourceVersion: refused with 409 when anybody wrote since `version` (K5). */
  update(version: number, data: ConfigMapData): WriteResult {
    if (version !== this.#newest.version) {
      return { outcome: "conflict", version: this.#newest.version };
    }
    return this.replace(data);
  }

  /** PUT without resourceVersion, or creation: the whole map, unconditionally. */
  replace(data: ConfigMapData): WriteResult {
    if (this.#newest.version > 0 && isSameData(this.#newest.data, data)) {
      return { outcome: "noop", version: this.#newest.version };
    }
    this.#newest = { version: this.#newest.version + 1, data: Object.freeze({ ...data }) };
    return { outcome: "ok", version: this.#newest.version };
  }

  /** PATCH without resourceVersion: the last writer wins, never a 409 (K5). */
  patch(entries: ConfigMapEntries): WriteResult {
    return this.replace(withEntries(this.#newest.data, entries));
  }
}

/** `data` with some entries set or removed. */
export function withEntries(data: ConfigMapData, entries: ConfigMapEntries): ConfigMapData {
  const next: Record<string, string> = {};
  for (const [key, value] of Object.entries({ ...data, ...entries })) {
    if (value !== undefined) next[key] = value;
  }
  return next;
}

/** Same keys with the same values, in any order. */
export function isSameData(left: ConfigMapData, right: ConfigMapData): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}
