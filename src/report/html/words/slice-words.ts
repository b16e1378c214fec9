import type { Lifeline, SliceEvent } from "../../../explore/report-causes.ts";
import type { FailedRecord } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { spanText } from "../../quantity.ts";
import { eventText } from "../charts/event-axis.ts";
import { failureName } from "./cause-words.ts";
import { plainProse } from "./prose.ts";

/** Who or what it is, and what part it plays. */
export function lifelineName(lifeline: Lifeline, names: Names): readonly [string, string] {
  switch (lifeline.kind) {
    case "source":
      return [`Source p${lifeline.partition}`, ""];
    case "config-map":
      return ["ConfigMap", ""];
    case "controller":
      return ["Controller", ""];
    case "gate":
      return [plainProse(names.subtask(lifeline)), lifeline.isProposer ? "proposer" : "gate"];
    case "sink":
      return [plainProse(names.job(lifeline.role)), "sink"];
    case "faults":
      return ["Faults", ""];
  }
}

interface Told {
  readonly model: ReportModel;
  readonly names: Names;
  readonly failure: FailedRecord;
}

/** What happens, in a few words. */
export function eventWords(told: Told, { kind, sentAt, at, detail }: SliceEvent): string {
  const { toggle } = told.model.handover;
  switch (kind) {
    case "proposal":
      return toggle === null ? "a toggle" : `toggle ${eventText(told.model, toggle.toggle)}`;
    case "delivery":
      return `${spanText(at - sentAt)} on the way`;
    case "arrival":
    case "judgement":
      return recordWords(told);
    case "fault":
      return [detail["kind"], detail["target"]].filter((one) => one !== undefined).join(" ");
    case "idle":
      return "source idle";
    case "start-up": {
      const micros = typeof detail["micros"] === "number" ? detail["micros"] : at - sentAt;
      return `start-up ${spanText(micros)}`;
    }
    case "lateness": {
      const millis = typeof detail["byMillis"] === "number" ? detail["byMillis"] : 0;
      return `late by ${spanText(millis * 1_000)}`;
    }
    case "appearance":
      return "written";
  }
}

function recordWords({ model, names, failure }: Told): string {
  const name = plainProse(failureName(failure, names));
  return failure.ts === null ? name : `${name}, ${eventText(model, failure.ts)}`;
}
