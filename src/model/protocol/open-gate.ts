import { type Gate, type GateState, type GateStep, PASS } from "./protocol.ts";

/** A stage in the pipeline that lets everything through. */
class OpenGate implements Gate {
  readonly hasCrossed: boolean = false;
  readonly toggle: number | undefined = undefined;

  onOpen(): void {}
  onWatch(): void {}
  onWatchBase(): void {}
  onWatchRest(): void {}
  onRead(): void {}
  onWritten(): void {}

  decide(): GateStep {
    return PASS;
  }

  quietUntil(): number {
    return Number.POSITIVE_INFINITY;
  }

  handOverDone(): boolean {
    return true;
  }

  state(): GateState {
    return {};
  }
}

/** The gate of a protocol that has none. */
export function openGate(): Gate {
  return new OpenGate();
}
