/** The first screen: verdict, margin, properties, what to change, settings; no scrolling, no hover. */
import type { ReportSetting } from "../../../explore/report-facts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { headline, lead, VERDICTS } from "../words/headline-words.ts";
import { settingLabel, settingText } from "../words/setting-words.ts";
import { adviceList } from "./advice.ts";
import { gaugeChart } from "./gauge.ts";
import { propertyRows } from "./property-rows.ts";

export function verdictSection(model: ReportModel, names: Names): Markup {
  const { status } = model.verdict;
  const { word, sign } = VERDICTS[status];
  const gauge = gaugeChart(model);
  return markup`<section id="verdict" class="first" aria-labelledby="headline">
<div class="finding" data-part="finding"><p class="status"><span class="chip big ${status}">${sign} ${word}</span>${expectationNote(model)}</p>
<h1 id="headline">${headline(model)}</h1>
<p class="lead">${lead(model, names)}</p>
${gauge && markup`<div class="gauge scroll" role="region" tabindex="0" aria-label="Chart: how far from failing">${gauge}</div>`}
${propertyRows(model, names)}</div>
<div class="aside"><div data-part="advice">${adviceList(model)}</div><h2 class="small">Settings</h2><div id="live"></div><div data-part="settings">${settingsList(model)}</div></div>
</section>`;
}

function expectationNote({ header }: ReportModel): Markup | undefined {
  const { expectation } = header;
  if (expectation === null) return undefined;
  const { expected, isMet } = expectation;
  const what = [expected.verdict, ...expected.findings].join(", ");
  return markup`<span class="note">${isMet ? `as the file expects: ${what}` : `the file expects: ${what}`}</span>`;
}

const SHOWN = 8;

function settingsList({ data, header }: ReportModel): Markup {
  const shown = settingsThatMatter(data.settings);
  const isOther = shown.some(({ isDefault }) => !isDefault);
  return markup`<dl class="settings">${shown.map(
    (setting) =>
      markup`<div data-setting="${setting.path}"><dt>${settingLabel(setting.path)}${
        setting.isDefault
          ? undefined
          : markup` <span class="set" title="differs from the default">•</span>`
      }</dt><dd>${settingText(setting)}</dd></div>`,
  )}</dl><p class="note">${isOther && "• differs from the default. "}All ${data.settings.length} settings are under <a href="#data">Data</a>.</p>
<p class="replay"><code>${replayCommand(header).map((part) => markup`<span>${part}</span> `)}</code></p>`;
}

export function settingsThatMatter(settings: readonly ReportSetting[]): readonly ReportSetting[] {
  const labels = new Set<string>();
  const shown: ReportSetting[] = [];
  for (const setting of settings.filter(({ matters }) => matters)) {
    const label = settingLabel(setting.path);
    if (labels.has(label) || shown.length === SHOWN) continue;
    labels.add(label);
    shown.push(setting);
  }
  return shown;
}

/** What shows the same run again, in pieces that belong together; the file's name as a shell takes it. */
export function replayCommand({
  file,
  seed,
}: Pick<ReportModel["header"], "file" | "seed">): readonly string[] {
  const word = /^[\w./@%+=:,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
  return ["handover run", word, `--seed ${seed}`];
}
