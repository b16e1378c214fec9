import { acknowledgedWatermark } from "./acknowledged-watermark.ts";
import { basic } from "./basic.ts";
import { checkpointCut } from "./checkpoint-cut.ts";
import { configuredWatermark } from "./configured-watermark.ts";
import { controllerWatermark } from "./controller-watermark.ts";
import { offsetCut } from "./offset-cut.ts";
import type { HandoverProtocol } from "./protocol.ts";
import type { ProtocolOptions } from "./protocol-options.ts";
import { recordTimestampCut } from "./record-timestamp-cut.ts";
import { stopWithSavepoint } from "./stop-with-savepoint.ts";
import { watermarkGateV1 } from "./watermark-gate-v1.ts";
import { watermarkGateV2 } from "./watermark-gate-v2.ts";
import { watermarkGateV3 } from "./watermark-gate-v3.ts";

/** The protocol that a run's options name; another protocol is one more file and one line here. */
export function createProtocol(options: ProtocolOptions): HandoverProtocol {
  switch (options.name) {
    case "basic":
      return basic;
    case "watermark-gate-v1":
      return watermarkGateV1;
    case "watermark-gate-v2":
      return watermarkGateV2(options);
    case "watermark-gate-v3":
      return watermarkGateV3(options);
    case "configured-watermark":
      if (options.by === "record-timestamp") return recordTimestampCut(options);
      return configuredWatermark({
        toggleMillis: options.toggleMillis,
        notBeforeMillis: Math.ceil(options.notBeforeMicros / 1000),
        notBelowMillis: options.notBelowMillis,
      });
    case "controller-watermark":
      return controllerWatermark(options);
    case "acknowledged-watermark":
      return acknowledgedWatermark(options);
    case "stop-with-savepoint":
      return stopWithSavepoint;
    case "offset-cut":
      return offsetCut;
    case "checkpoint-cut":
      return checkpointCut;
  }
}
