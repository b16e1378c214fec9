import type { Operator } from "../operator/operator.ts";

/** The end of a chain: a sink or the network. */
export interface ChainEnd extends Operator {
  /** As `Chain.actsFrom`; absent = never. */
  actsFrom?(nextElementAt: number): number;
}
