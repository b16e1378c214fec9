import type { SinkRuntime } from "../job/sink-runtime.ts";
import type { SinkState } from "./sink-state.ts";

/** A sink whose restored state it cannot take over: it does not open. */
export class RefusedSink implements SinkRuntime {
  readonly #reason: string;

  constructor(reason: string) {
    this.#reason = `IllegalStateException: ${reason}`;
  }

  open(_done: () => void, failed: (reason: string) => void): void {
    failed(this.#reason);
  }

  processElement(): void {}
  processWatermark(): void {}
  processStatus(): void {}
  preCommit(): void {}
  snapshot(): SinkState {
    return { writer: [], committables: [] };
  }
  notifyComplete(): void {}
  close(): void {}
}
