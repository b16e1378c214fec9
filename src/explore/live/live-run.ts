import { buildReport } from "../report/build-report.ts";
import type { ReportedScenario, ReportSubject } from "../report/report-header.ts";
import type { ReportModel } from "../report-model.ts";
import { simulate } from "../run-scenario.ts";
import { digestOf } from "../seed-digest.ts";
import { type LiveValues, liveSettings, moved } from "./live-settings.ts";

/** All that a page needs to simulate the run of its report again. */
export interface LiveBase extends Pick<ReportSubject, "file" | "version" | "inputs" | "scenario"> {
  readonly seed: number;
}

/** The same without what other runs tell of the seed and its scenario. */
export function liveBase({ file, version, inputs, scenario, shown }: ReportSubject): LiveBase {
  const { title, question, options, properties, settings, expect, importedButNotModelled } =
    scenario;
  const kept: ReportedScenario = {
    ...{ title, question, options, properties, settings, importedButNotModelled },
    ...(expect === undefined ? {} : { expect }),
  };
  return { file, version, inputs, scenario: kept, seed: shown.seed };
}

/** The scenario with settings moved. */
export function movedScenario({ scenario }: LiveBase, values: LiveValues): ReportedScenario {
  const options = moved(scenario.options, values);
  const shown = new Map<string, unknown>();
  for (const setting of liveSettings(scenario.options)) {
    if (!(setting.path in values)) continue;
    for (const path of [setting.path, ...setting.twins]) shown.set(path, setting.shown(options));
  }
  const settings = scenario.settings.map((setting) =>
    shown.has(setting.path)
      ? { ...setting, value: shown.get(setting.path), isDefault: false }
      : setting,
  );
  return { ...scenario, options, settings };
}

/** The report of the same seed with settings moved; nothing is explained, measured or advised. */
export function liveReport(base: LiveBase, values: LiveValues): ReportModel {
  const scenario = movedScenario(base, values);
  const shown = simulate(scenario.options, scenario.properties, base.seed);
  const { file, version, inputs } = base;
  const subject = { file, version, inputs, scenario, digests: [digestOf(shown)], shown };
  return buildReport(subject, { reruns: 0 });
}
