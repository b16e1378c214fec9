import type { SimTime } from "../../engine/clock.ts";
import type { BlueGreenState } from "../controller/controller-host.ts";
import type { Colour } from "../options.ts";

export interface Transition {
  readonly at: SimTime;
  readonly from: BlueGreenState;
  readonly to: BlueGreenState;
  readonly why: string;
}

/** What became of the hand-over, from the controller's transitions. */
export class HandoverBook {
  readonly transitions: Transition[] = [];
  startedAt: SimTime | undefined;
  lastFaultAt: SimTime | undefined;
  /** The first T that was stored, epoch milliseconds. */
  firstToggle: number | undefined;
  readonly #incoming: Colour;

  constructor(incoming: Colour) {
    this.#incoming = incoming;
  }

  /** `rolled-back`: the outgoing job is the active one again, whatever the reason. */
  get outcome(): "handed-over" | "rolled-back" | "unfinished" | "none" {
    if (this.startedAt === undefined) return "none";
    const last = this.transitions.at(-1)?.to;
    if (last === `ACTIVE_${this.#incoming}`) return "handed-over";
    return this.transitions.length > 0 && last?.startsWith("ACTIVE") ? "rolled-back" : "unfinished";
  }

  /** When it came to that. */
  get endedAt(): SimTime | undefined {
    const { outcome } = this;
    return outcome === "handed-over" || outcome === "rolled-back"
      ? this.transitions.at(-1)?.at
      : undefined;
  }
}
