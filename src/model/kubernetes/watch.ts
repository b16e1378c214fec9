import type { SimTime } from "../../engine/clock.ts";

/** One event of a watched object as the informer's handler gets it. */
export interface WatchEvent {
  readonly version: number;
  /** The handler saw this version already: a relist delivers what has not changed, too (K4). */
  readonly isDuplicate: boolean;
}

interface Pending {
  readonly version: number;
  readonly at: SimTime;
}

/**
 * One watcher of one object: a SharedIndexInformer with its own latency and its own breaks.
 *
 * Events come in version order (K5), each when its own latency and every earlier one have passed
 * (K2). While the watch is broken nothing comes; the relist that ends it brings only the newest
 * version, so values in between are never seen (K3). The caller owns the clock: it asks when the
 * next event is due, and takes it then.
 *
 * Not modelled: bookmarks, `410 Gone` apart from a break, an informer that dies silently.
 */
export class Watch {
  #delivered: number;
  #pending: Pending[] = [];
  #lastAt: SimTime = 0;
  #relistAt: SimTime | undefined;
  #missed: (() => void) | undefined;

  /** `listedVersion`: what the informer's initial list returned; it reaches only `onAdd`. */
  constructor(listedVersion: number) {
    this.#delivered = listedVersion;
  }

  /** The newest version that the informer's cache holds (K6: it lags). */
  get cachedVersion(): number {
    return this.#delivered;
  }

  get isBroken(): boolean {
    return this.#relistAt !== undefined;
  }

  /** The server stored `version` at `now`; `latency` is the draw for this watcher and version. */
  stored(version: number, now: SimTime, latency: SimTime): void {
    if (this.#relistAt !== undefined) this.#missed?.();
    if (this.#relistAt !== undefined || version <= this.#delivered) return;
    this.#lastAt = Math.max(this.#lastAt, now + latency);
    this.#pending.push({ version, at: this.#lastAt });
  }

  /**
   * The connection breaks: what was on its way is lost; the client lists again at `relistAt`. `missed`
   * is called for each version that does not come because of it.
   */
  break(relistAt: SimTime, missed?: () => void): void {
    if (missed !== undefined) {
      for (const _ of this.#pending) missed();
      this.#missed = missed;
    }
    this.#pending = [];
    this.#relistAt = Math.max(this.#relistAt ?? relistAt, relistAt);
  }

  /** When the caller must act next: `relist` if broken, else `take`; undefined = nothing is due. */
  nextAt(): SimTime | undefined {
    return this.#relistAt ?? this.#pending[0]?.at;
  }

  /** The next event that is due by `now`. */
  take(now: SimTime): WatchEvent | undefined {
    const first = this.#pending[0];
    if (this.#relistAt !== undefined || first === undefined || first.at > now) return undefined;
    this.#pending.shift();
    this.#delivered = first.version;
    return { version: first.version, isDuplicate: false };
  }

  /** The client has listed again and watches on from `newestVersion`; undefined = not due yet. */
  relist(now: SimTime, newestVersion: number): WatchEvent | undefined {
    if (this.#relistAt === undefined || this.#relistAt > now) return undefined;
    this.#relistAt = undefined;
    this.#missed = undefined;
    this.#lastAt = now;
    const isDuplicate = newestVersion === this.#delivered;
    this.#delivered = newestVersion;
    return { version: newestVersion, isDuplicate };
  }
}
