import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import {
  ACTIVE_COLOUR,
  CUT,
  CUT_ROUND,
  CUT_STAGE,
  type CutStage,
  IS_FIRST,
  STAGE,
  TRANSITION,
} from "./handover-map.ts";

/**
 * All that a gate reads of one version of the map: immutable and assigned at once, so that no record
 * meets half of it (fault 24, repair 6).
 */
export interface CutContext {
  readonly version: number;
  /** `steady`: nothing is handed over, or no longer; what the job before left it apart. */
  readonly role: "steady" | "outgoing" | "incoming";
  /** Of the hand-over that the map speaks of. */
  readonly transition: string;
  readonly stage: CutStage | undefined;
  readonly round: number;
  /** Proposed or committed, as text. */
  readonly cut: string;
  /** The hand-over has been finalised: the outgoing job is gone. */
  readonly isOver: boolean;
}

/** Before `open()`. */
export const NO_CONTEXT: CutContext = {
  version: -1,
  role: "steady",
  transition: "",
  stage: undefined,
  round: 0,
  cut: "",
  isOver: false,
};

export function readCutContext({ version, data }: ConfigMapSnapshot, colour: Colour): CutContext {
  const stage = data[STAGE];
  const isActive = data[ACTIVE_COLOUR] === colour;
  const isSteady = data[IS_FIRST] === "true" || (isActive && stage === "FAILING");
  return {
    version,
    role: isSteady ? "steady" : isActive ? "incoming" : "outgoing",
    transition: data[TRANSITION] ?? "",
    stage: data[CUT_STAGE] as CutStage | undefined,
    round: Number(data[CUT_ROUND] ?? 0),
    cut: data[CUT] ?? "",
    isOver: stage === "RUNNING",
  };
}
