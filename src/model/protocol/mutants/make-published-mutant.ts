import { assert } from "../../../engine/assert.ts";
import { CutController } from "../../controller/cut-controller.ts";
import { publishedController } from "../../controller/published-controller.ts";
import {
  PUBLISHED_CONTROLLER_V1_V2,
  PUBLISHED_CONTROLLER_V3,
  type PublishedRules,
} from "../controller-rules.ts";
import {
  ControllerWatermarkCoordinator,
  type ControllerWatermarkOptions,
  controllerWatermark,
} from "../controller-watermark.ts";
import type { Gate, GateIdentity } from "../protocol.ts";
import type { ScheduledWriteOptions } from "../scheduled-write-gate.ts";
import { watermarkGateV1 } from "../watermark-gate-v1.ts";
import { watermarkGateV2 } from "../watermark-gate-v2.ts";
import { watermarkGateV3 } from "../watermark-gate-v3.ts";
import type { Mutant } from "./mutant.ts";

/** A mutant of `watermark-gate-v3`. */
export function thirdRevision(
  does: string,
  parts: {
    readonly gate?: new (identity: GateIdentity, options: ScheduledWriteOptions) => Gate;
    readonly rules?: Partial<PublishedRules>;
  },
): Mutant {
  return {
    of: "watermark-gate-v3",
    does,
    make: (options) => {
      assert(options.name === "watermark-gate-v3", "its own options");
      const { gate: Gate, rules } = parts;
      const base = watermarkGateV3(options);
      return {
        ...base,
        createGate: (identity) =>
          Gate === undefined ? base.createGate(identity) : new Gate(identity, options),
        createController: publishedController({ ...PUBLISHED_CONTROLLER_V3, ...rules }),
      };
    },
  };
}

/** A mutant of the controller of the first two revisions. */
export function earlyRevision(
  of: "watermark-gate-v1" | "watermark-gate-v2",
  does: string,
  rules: Partial<PublishedRules>,
): Mutant {
  return {
    of,
    does,
    make: (options) => {
      assert(options.name === of, "its own options");
      const base = of === "watermark-gate-v1" ? watermarkGateV1 : watermarkGateV2(options);
      const createController = publishedController({ ...PUBLISHED_CONTROLLER_V1_V2, ...rules });
      return { ...base, createController };
    },
  };
}

/** A mutant of `controller-watermark`. */
export function controllerWrites(
  does: string,
  parts: {
    readonly options?: Partial<ControllerWatermarkOptions>;
    readonly controller?: new (
      ...args: ConstructorParameters<typeof CutController>
    ) => CutController;
  },
): Mutant {
  return {
    of: "controller-watermark",
    does,
    make: (options) => {
      assert(options.name === "controller-watermark", "its own options");
      const { controller: Controller = CutController } = parts;
      const changed = { ...options, ...parts.options };
      return {
        ...controllerWatermark(options),
        createController: (host, settings) =>
          new Controller(host, settings, new ControllerWatermarkCoordinator(changed)),
      };
    },
  };
}
