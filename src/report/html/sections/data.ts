import type { FailedRecord, GateDecision, ReportSetting } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf, countText } from "../../quantity.ts";
import { eventText } from "../charts/event-axis.ts";
import { type Markup, markup, type Piece } from "../markup/markup.ts";
import { doneWord, failureName } from "../words/cause-words.ts";
import { prose } from "../words/prose.ts";
import { settingText } from "../words/setting-words.ts";
import { bareTable, dataTable, section } from "./section.ts";

export function dataSection(model: ReportModel, names: Names, number: number): Markup {
  const { failures, settings } = model.data;
  const answer = `${countOf(failures.total, "failures")}, ${countOf(settings.length, "settings")}, ${countOf(model.data.log.total, "entries")} of the run’s log.`;
  return section({
    ...{ id: "data", number, title: "What exactly was run, and what came of it?", answer },
    body: markup`${failureTable(model, names)}${settingTable(settings)}${logTable(model, names)}${facts(model, names)}`,
  });
}

function failureTable(model: ReportModel, names: Names): Markup {
  const { total, shown } = model.data.failures;
  if (shown.length === 0) return markup`<h3>Failures</h3><p>None.</p>`;
  const decided = (decision: GateDecision | null): string => {
    if (decision === null) return "–";
    return `${decision.passed ? "passed" : "held back"} at ${names.instant(decision.at)}`;
  };
  const row = (failure: FailedRecord): Markup => {
    const { id, kind, key, ts, arrival, decisions, visibleAt, cause } = failure;
    const cells: readonly Piece[] = [
      prose(failureName(failure, names)),
      doneWord(kind),
      key === null ? "–" : names.key(key).replace(/^key /, ""),
      ts === null ? "–" : eventText(model, ts),
      arrival === null ? "–" : names.instant(arrival),
      decided(decisions.outgoing),
      decided(decisions.incoming),
      visibleAt.length === 0 ? "never" : visibleAt.map((at) => names.instant(at)).join(", "),
    ];
    const why = cause === null ? undefined : model.causes.causes[cause];
    const link = why && markup`<a href="#why/${why.failure}">why</a>`;
    return markup`<tr id="failure/${id}">${cells.map((cell) => markup`<td>${cell}</td>`)}<td>${link}</td></tr>`;
  };
  const [outgoing, incoming] = [prose(names.job("outgoing")), prose(names.job("incoming"))];
  const more =
    total > shown.length &&
    markup` <span class="note">the first ${countText(shown.length)} of ${countText(total)}</span>`;
  return markup`<h3>Failures${more}</h3><div class="table scroll" role="region" tabindex="0" aria-label="Failures"><table id="failures"><thead><tr><th scope="col">Record</th><th scope="col">Outcome</th><th scope="col">Key</th><th scope="col">Event time</th><th scope="col">Arrived</th><th scope="col">Gate of ${outgoing}</th><th scope="col">Gate of ${incoming}</th><th scope="col">Readable</th><th scope="col"><span class="unseen">Cause</span></th></tr></thead><tbody>${shown.map(row)}</tbody></table></div>`;
}

function settingTable(settings: readonly ReportSetting[]): Markup {
  return dataTable({
    summary: `All ${settings.length} settings`,
    head: ["Setting", "Value", "Default", "From", "Key of the manifest"],
    rows: settings.map((setting) => [
      markup`<code>${setting.path}</code>${!setting.isDefault && markup` <span class="set">•</span>`}`,
      settingText(setting),
      setting.isDefault ? "" : settingText({ path: setting.path, value: setting.default }),
      setting.from,
      setting.key === null ? "" : markup`<code>${setting.key}</code>`,
    ]),
  });
}

function logTable({ data }: ReportModel, names: Names): Markup {
  const { total, shown } = data.log;
  const details = (detail: (typeof shown)[number]["detail"]): string =>
    Object.entries(detail)
      .map(([key, value]) => `${key} ${value}`)
      .join(", ");
  return dataTable({
    summary: "Log of the run",
    head: ["At", "Where", "What", "Details"],
    numbers: [0],
    rows: shown.map(({ at, where, what, detail }) => [
      names.instant(at),
      markup`<code>${where}</code>`,
      what,
      details(detail),
    ]),
    total,
  });
}

function facts({ header, verdict, schema }: ReportModel, names: Names): Markup {
  const rows: readonly (readonly [string, Piece])[] = [
    ["Scenario", markup`<code>${header.file}</code>`],
    ["Question", header.question],
    ["Seed", `${header.seed}, of ${countOf(header.seeds.runs, "seeds")}`],
    ["Inputs", markup`<code>${header.inputs}</code>`],
    ["Handover", header.version],
    ["Fingerprint of the run", markup`<code>${verdict.fingerprint}</code>`],
    ["Events", countText(verdict.events)],
    ["Ended", `${names.instant(header.clock.endedAtMicros)}, ${verdict.stopReason}`],
    ["Arrived, by partition", verdict.arrived.slice(0, 64).map(countText).join(", ")],
    ["Without a part in the model", header.notModelled.join(", ")],
    ["Schema of the data", schema],
  ];
  const table = bareTable({
    summary: "About this run",
    head: ["About this run", "Value"],
    rows: rows.filter(([, value]) => value !== "").map(([name, value]) => [name, value]),
  });
  return markup`<details><summary>About this run</summary>${table}</details>
<p class="note">Seeds sample the latencies and the traffic that the scenario describes, so a rate is one of modelled runs, at 95&#160;%. Settings are compared on the same luck: what a changed setting does not touch stays as it was.</p>`;
}
