import { assert } from "../../../engine/assert.ts";
import { CutController } from "../../controller/cut-controller.ts";
import type { StopController } from "../../controller/stop-controller.ts";
import {
  type AcknowledgedWatermarkOptions,
  AcknowledgmentCoordinator,
  acknowledgedWatermark,
} from "../acknowledged-watermark.ts";
import { checkpointCut } from "../checkpoint-cut.ts";
import type { CutCoordinator } from "../cut-coordinator.ts";
import { OffsetCoordinator, offsetCut } from "../offset-cut.ts";
import type { Gate, GateIdentity, HandoverProtocol } from "../protocol.ts";
import type { ProtocolOptions } from "../protocol-options.ts";
import {
  ConfiguredCoordinator,
  type RecordTimestampOptions,
  recordTimestampCut,
} from "../record-timestamp-cut.ts";
import type { Mutant } from "./mutant.ts";

type Controller = new (...args: ConstructorParameters<typeof CutController>) => CutController;
type Stopper = new (...args: ConstructorParameters<typeof StopController>) => StopController;

/** What of a cut protocol is exchanged; the rest stays. */
interface Parts<Options> {
  readonly gate?: new (identity: GateIdentity, options: Options) => Gate;
  readonly coordinator?: new (options: Options) => CutCoordinator;
  readonly controller?: Controller;
}

/** A mutant of `acknowledged-watermark`. */
export function acknowledged(
  does: string,
  parts: Omit<Parts<AcknowledgedWatermarkOptions>, "gate"> & {
    readonly gate?: new (identity: GateIdentity, latenessMillis: number) => Gate;
    readonly options?: Partial<AcknowledgedWatermarkOptions>;
  },
): Mutant {
  return {
    of: "acknowledged-watermark",
    does,
    make: (options) => {
      assert(options.name === "acknowledged-watermark", "its own options");
      const { gate: Gate, controller: Controller = CutController } = parts;
      const { coordinator: Coordinator = AcknowledgmentCoordinator } = parts;
      const base = acknowledgedWatermark(options);
      return {
        ...base,
        createGate: (identity) =>
          Gate === undefined
            ? base.createGate(identity)
            : new Gate(identity, options.latenessMillis),
        createController: (host, settings) =>
          new Controller(host, settings, new Coordinator({ ...options, ...parts.options })),
      };
    },
  };
}

/** A mutant of `offset-cut`. */
export function byOffset(
  does: string,
  parts: {
    readonly gate?: new (identity: GateIdentity) => Gate;
    readonly coordinator?: new () => OffsetCoordinator;
    readonly controller?: Controller;
  },
): Mutant {
  const { gate: Gate, controller: Controller = CutController } = parts;
  const { coordinator: Coordinator = OffsetCoordinator } = parts;
  const protocol: HandoverProtocol = {
    ...offsetCut,
    createGate: (identity) =>
      Gate === undefined ? offsetCut.createGate(identity) : new Gate(identity),
    createController: (host, settings) => new Controller(host, settings, new Coordinator()),
  };
  return { of: "offset-cut", does, make: () => protocol };
}

/** A mutant of `configured-watermark` by `record-timestamp`. */
export function byTimestamp(
  does: string,
  parts: Parts<RecordTimestampOptions> & { readonly options?: Partial<RecordTimestampOptions> },
): Mutant {
  return {
    of: "configured-watermark",
    does,
    make: (options) => {
      assert(isByTimestamp(options), "its own options");
      const { gate: Gate, controller: Controller = CutController } = parts;
      const base = recordTimestampCut(options);
      return {
        ...base,
        createGate: (identity) =>
          Gate === undefined ? base.createGate(identity) : new Gate(identity, options),
        createController: (host, settings) =>
          new Controller(
            host,
            settings,
            new ConfiguredCoordinator({ ...options, ...parts.options }),
          ),
      };
    },
  };
}

function isByTimestamp(
  options: ProtocolOptions,
): options is Extract<ProtocolOptions, { readonly by: "record-timestamp" }> {
  return options.name === "configured-watermark" && options.by === "record-timestamp";
}

/** A mutant of `stop-with-savepoint` or `checkpoint-cut`. */
export function stopping(
  base: HandoverProtocol,
  does: string,
  parts: { readonly gate?: new (identity: GateIdentity) => Gate; readonly controller?: Stopper },
): Mutant {
  const { gate: Gate, controller: Controller } = parts;
  const protocol: HandoverProtocol = {
    ...base,
    createGate: (identity) => (Gate === undefined ? base.createGate(identity) : new Gate(identity)),
    createController: (host, settings) =>
      Controller === undefined
        ? base.createController(host, settings)
        : new Controller(host, settings, { hasShadow: base === checkpointCut }),
  };
  return { of: base.name as ProtocolOptions["name"], does, make: () => protocol };
}
