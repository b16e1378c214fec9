import type { PublishedRules } from "../protocol/controller-rules.ts";
import { BlueGreenController } from "./blue-green-controller.ts";
import type { ControllerHost } from "./controller-host.ts";
import type { ControllerOptions } from "./controller-options.ts";
import type { HandoverController } from "./hand-over-controller.ts";

/** Makes the controller as published, with what it does for one protocol. */
export function publishedController(
  rules: PublishedRules,
): (host: ControllerHost, options: ControllerOptions) => HandoverController {
  return (host, options) => new BlueGreenController(host, { ...options, rules });
}
