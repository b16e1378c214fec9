import type { CheckpointView } from "../controller/controller-host.ts";
import type { EventTime } from "../event-time.ts";
import type { ConfigMapData, ConfigMapEntries } from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import { type GateAnswer, readAnswer } from "./gate-answer.ts";
import { CUT_ROUND } from "./handover-map.ts";

/** What a coordinator sees when it is asked. */
export interface Agreement {
  readonly data: ConfigMapData;
  readonly transition: string;
  /** The gate subtasks of both jobs, by name. */
  readonly gates: Readonly<Record<Colour, readonly string[]>>;
  readonly outgoing: Colour;
  readonly nowMillis: number;
  /** The highest watermark that the metrics of any gate of both jobs show. */
  maxWatermark(): EventTime;
}

/** How a protocol comes to its cut; the controller asks at each event of the map and at each poll. */
export interface CutCoordinator {
  /** The cut is known before anything begins; absent = it is agreed upon once both jobs run. */
  readonly standing?: string;
  /** What to write next; undefined = wait. With `cut-stage` COMMITTED the cut holds for good. */
  next(agreement: Agreement): ConfigMapEntries | undefined;
  /** By that checkpoint of it the outgoing job owes nothing that lies before the cut (E3). */
  isPast(cut: string, outgoing: CheckpointView): boolean;
}

/** The answers of this round, by gate subtask of both jobs; undefined where there is none yet. */
export function answersOf(agreement: Agreement): (GateAnswer | undefined)[] {
  return (["BLUE", "GREEN"] as const).flatMap((colour) => answersOfJob(agreement, colour));
}

export function answersOfJob(
  { data, transition, gates }: Agreement,
  colour: Colour,
): (GateAnswer | undefined)[] {
  const round = Number(data[CUT_ROUND] ?? 0);
  return gates[colour].map((gate) => {
    const answer = readAnswer(data, colour, gate);
    return answer?.transition === transition && answer.round === round ? answer : undefined;
  });
}
