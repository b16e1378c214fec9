/** The hand-over's ConfigMap `<name>-configmap`: its keys and values, as published. */
import type { ConfigMapData } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";

export const IS_FIRST = "is-first-deployment";
export const ACTIVE_COLOUR = "active-deployment-type";
export const DELETION_DELAY = "deployment-deletion-delay-ms";
export const STAGE = "stage";
export const WATERMARK_STAGE = "watermark-stage";
export const TOGGLE = "watermark-toggle-value";

/** Keys of the protocols that agree upon a cut; none of them is published. */
export const TRANSITION = "transition-id";
export const CUT_STAGE = "cut-stage";
export const CUT_ROUND = "cut-round";
export const CUT = "cut";

/**
 * Values of `cut-stage`; absent until the gate phase. COLLECTING: gates say how far they are.
 * PROPOSED: they acknowledge the cut or refuse it. COMMITTED: it holds, for good.
 */
export type CutStage = "COLLECTING" | "PROPOSED" | "COMMITTED";

/** Where one gate subtask answers; `gate` names it among all of its job: "gate-0". */
export function answerKey(colour: Colour, gate: string): string {
  return `answer-${colour}-${gate}`;
}

/** Values of `stage`; the controller writes all but CLEAR_TO_TEARDOWN. */
export type Stage = "INITIALIZING" | "TRANSITIONING" | "CLEAR_TO_TEARDOWN" | "RUNNING" | "FAILING";

/** Values of `watermark-stage`; an absent key reads as WATERMARK_NOT_SET. */
export type WatermarkStage = "WATERMARK_NOT_SET" | "WAITING_FOR_WATERMARK" | "WATERMARK_SET";

/** The colour that `colour` is handed over to or from. */
export function otherColour(colour: Colour): Colour {
  return colour === "BLUE" ? "GREEN" : "BLUE";
}

/** The whole map as the controller writes it: the watermark's keys are gone. */
export function handoverMap(
  active: Colour,
  stage: Stage,
  isFirst: boolean,
  deletionDelayMillis: number,
): ConfigMapData {
  return {
    [IS_FIRST]: String(isFirst),
    [ACTIVE_COLOUR]: active,
    [DELETION_DELAY]: String(deletionDelayMillis),
    [STAGE]: stage,
  };
}
