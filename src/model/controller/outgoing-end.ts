import type { Colour } from "../options.ts";
import type { ControllerHost } from "./controller-host.ts";
import { DELETE_RETRY_MILLIS, type PublishedControllerOptions } from "./controller-options.ts";

/** How the published controller ends the outgoing deployment: its delay, a savepoint or none, deletion. */
export class OutgoingEnd {
  readonly #host: ControllerHost;
  readonly #options: PublishedControllerOptions;
  #isSuspending = false;

  constructor(host: ControllerHost, options: PublishedControllerOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Another hand-over begins, or the operator has forgotten this one. */
  reset(): void {
    this.#isSuspending = false;
  }

  /**
   * Strictly later than the delay after `since`; whether the deployment is gone. If not, the next look
   * is arranged.
   */
  isGone(old: Colour, since: number, now: number): boolean {
    const due = since + this.#options.deletionDelayMillis;
    if (due >= now) {
      this.#host.schedule(due + 1);
      return false;
    }
    if (!this.#host.jobStatus(old).exists) return true;
    if (this.#isSuspended(old)) {
      this.#host.delete(old);
      if (!this.#host.jobStatus(old).exists) return true;
    }
    this.#host.schedule(now + DELETE_RETRY_MILLIS);
    return false;
  }

  // V3 with a savepoint directory: the last savepoint commits what the outgoing job holds (F6).
  #isSuspended(old: Colour): boolean {
    if (!this.#suspendsBeforeDelete) return true;
    if (!this.#isSuspending) {
      this.#isSuspending = true;
      this.#host.suspend(old, "savepoint");
    }
    return this.#host.isSuspended(old);
  }

  get #suspendsBeforeDelete(): boolean {
    const { rules, teardown, savepointsDir } = this.#options;
    if (teardown !== "published") return teardown === "stop-with-savepoint";
    return rules.suspendsBeforeDelete && savepointsDir;
  }
}
