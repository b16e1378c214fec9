import type { ConfigMapData } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import {
  ACTIVE_COLOUR,
  DELETION_DELAY,
  IS_FIRST,
  STAGE,
  type Stage,
  TOGGLE,
  WATERMARK_STAGE,
  type WatermarkStage,
} from "./handover-map.ts";

/** What every gate reads of the map. ACTIVE = the incoming job's gate, STANDBY = the outgoing's. */
export interface BaseContext {
  readonly mode: "ACTIVE" | "STANDBY";
  readonly stage: Stage;
  readonly deletionDelayMillis: number;
  readonly isFirst: boolean;
}

/** The watermark gate's part; it holds a base context of its own, which a torn read leaves behind. */
export interface WatermarkContext {
  readonly base: BaseContext;
  readonly watermarkStage: WatermarkStage;
  /** T; null = unknown. A first deployment has T = 0. */
  readonly toggle: number | null;
}

/** Both contexts of one version of the map, for a gate of `colour`. */
export function readContext(data: ConfigMapData, colour: Colour): WatermarkContext {
  const isFirst = data[IS_FIRST] === "true";
  const toggle = data[TOGGLE];
  return {
    base: {
      mode: data[ACTIVE_COLOUR] === colour ? "ACTIVE" : "STANDBY",
      stage: (data[STAGE] ?? "INITIALIZING") as Stage,
      deletionDelayMillis: Number(data[DELETION_DELAY] ?? 0),
      isFirst,
    },
    watermarkStage: (data[WATERMARK_STAGE] ?? "WATERMARK_NOT_SET") as WatermarkStage,
    toggle: isFirst ? 0 : toggle === undefined ? null : Number(toggle),
  };
}

/** `WatermarkGateContext.equals` as published (G12): "throws" when only a null toggle is left. */
export function compareContexts(
  current: WatermarkContext,
  next: WatermarkContext,
): "same" | "different" | "throws" {
  if (!isSameBase(current.base, next.base)) return "different";
  if (current.watermarkStage !== next.watermarkStage) return "different";
  if (current.toggle === null) return "throws";
  return current.toggle === next.toggle ? "same" : "different";
}

function isSameBase(left: BaseContext, right: BaseContext): boolean {
  return (
    left.mode === right.mode &&
    left.stage === right.stage &&
    left.deletionDelayMillis === right.deletionDelayMillis &&
    left.isFirst === right.isFirst
  );
}
