import { publishedController } from "../controller/published-controller.ts";
import { PUBLISHED_CONTROLLER_BASIC } from "./controller-rules.ts";
import { openGate } from "./open-gate.ts";
import type { HandoverProtocol } from "./protocol.ts";

/**
 * `basic`: both jobs write from readiness to deletion. Needs readers that do not mind: duplicates from
 * the savepoint on (fault 1), no gap. Cannot be made exact by any setting.
 */
export const basic: HandoverProtocol = {
  name: "basic",
  usesGate: false,
  createGate: openGate,
  createController: publishedController(PUBLISHED_CONTROLLER_BASIC),
};
