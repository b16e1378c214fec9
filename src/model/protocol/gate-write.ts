import {
  type ConfigMapEntries,
  type ConfigMapSnapshot,
  type WriteResult,
  withEntries,
} from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import { ACTIVE_COLOUR } from "./handover-map.ts";
import type { GateHost, WriteAttempt } from "./protocol.ts";

/** One update of a gate: GET, then PUT with the version read (K5, M2), again on a 409 (G10). */
export interface GateWrite {
  readonly entries: ConfigMapEntries;
  /** How often in all; a 409 on the last attempt fails the task. */
  readonly attempts: number;
  /** Compare-and-set: `key` must hold `expected`, and the active colour must be `activeColour`. */
  readonly guard?: {
    readonly key: string;
    readonly expected: string | undefined;
    readonly activeColour: Colour;
  };
  /** Not called when the task fails. */
  done(attempt: WriteAttempt): void;
}

/** Carries out one write after the other through a gate's blocking API calls. */
export class GateWriter {
  readonly #host: GateHost;
  #write: GateWrite | undefined;
  #attemptsLeft = 0;
  #readVersion = 0;

  constructor(host: GateHost) {
    this.#host = host;
  }

  start(write: GateWrite): void {
    this.#write = write;
    this.#attemptsLeft = write.attempts;
    this.#host.get();
  }

  onRead(snapshot: ConfigMapSnapshot): void {
    const write = this.#write;
    if (write === undefined) return;
    this.#readVersion = snapshot.version;
    const guard = write.guard;
    if (guard !== undefined) {
      if (snapshot.data[ACTIVE_COLOUR] !== guard.activeColour) {
        this.#end(this.#attempt(write, "other-transition"));
        return;
      }
      const current = snapshot.data[guard.key];
      if (current !== guard.expected) {
        this.#end({ ...this.#attempt(write, "mismatch"), current });
        return;
      }
    }
    this.#host.put(snapshot.version, withEntries(snapshot.data, write.entries));
  }

  onWritten(result: WriteResult): void {
    const write = this.#write;
    if (write === undefined) return;
    const attempt = this.#attempt(write, result.outcome);
    if (result.outcome !== "conflict") {
      this.#end(attempt);
      return;
    }
    this.#host.wrote(attempt);
    this.#attemptsLeft--;
    if (this.#attemptsLeft > 0) {
      this.#host.get();
    } else {
      this.#write = undefined;
      this.#host.fail("K8sException(409)");
    }
  }

  #end(attempt: WriteAttempt): void {
    const write = this.#write;
    this.#write = undefined;
    this.#host.wrote(attempt);
    write?.done(attempt);
  }

  #attempt(write: GateWrite, outcome: WriteAttempt["outcome"]): WriteAttempt {
    const base = { entries: write.entries, readVersion: this.#readVersion, outcome };
    const guard = write.guard;
    if (guard === undefined) return { operation: "put", ...base };
    return { operation: "compare-and-set", ...base, key: guard.key, expected: guard.expected };
  }
}
