import { gaugeOf, settingMargins } from "../report/margin-section.ts";
import { Reruns } from "../report/reruns.ts";
import { DELETION_DELAY } from "../report/setting-axis.ts";
import { type ProbedAxis, probeAxis } from "../report/setting-margins.ts";
import type { ReportModel } from "../report-model.ts";
import { type LiveBase, movedScenario } from "./live-run.ts";
import type { LiveValues } from "./live-settings.ts";
import { withMargin } from "./moved-margins.ts";

const RUNS_MAX = 24;

/**
 * Measures a live run's distances to failing: each step makes one run; the last gives the report
 * with gauge and margins. It may be dropped at any step.
 */
export function* liveMargins(
  base: LiveBase,
  values: LiveValues,
  model: ReportModel,
): Generator<undefined, ReportModel> {
  const { options, properties } = movedScenario(base, values);
  if (options.handover === undefined) return model;
  const { seed } = base;
  const reruns = new Reruns({ options, properties, seed, most: RUNS_MAX, heard: () => {} });
  let axis: ProbedAxis;
  for (;;) {
    const before = reruns.done;
    reruns.allow(1);
    axis = probeAxis(DELETION_DELAY, reruns);
    if (reruns.done === before) break;
    yield undefined;
  }
  return measured(model, axis);
}

function measured(model: ReportModel, axis: ProbedAxis): ReportModel {
  const margins = settingMargins([axis]);
  const gauge = gaugeOf([axis], margins, { changes: [], best: null }, []);
  const properties = model.verdict.properties.map((row) => withMargin(row, margins));
  return { ...model, margins, gauge, verdict: { ...model.verdict, properties } };
}
