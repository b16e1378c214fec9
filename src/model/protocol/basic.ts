import { publishedController } from "../controller/published-controller.ts";
import { PUBLISHED_CONTROLLER_BASIC } from "./controller-rules.ts";
import {
  type Gate,
  type GateState,
  type GateStep,
  type HandoverProtocol,
  PASS,
} from "./protocol.ts";

/** BASIC has no gate: a stage in the pipeline lets everything through. */
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

/** `basic`: both jobs write from readiness to deletion: duplicates, no gap (fault 1). */
export const basic: HandoverProtocol = {
  name: "basic",
  usesGate: false,
  createGate: () => new OpenGate(),
  createController: publishedController(PUBLISHED_CONTROLLER_BASIC),
};
