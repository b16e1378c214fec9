import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { dataSection } from "../sections/data.ts";
import { ledgerSection } from "../sections/ledger.ts";
import { outputSection } from "../sections/output.ts";
import { timelineSection } from "../sections/timeline.ts";
import { transactionSection } from "../sections/transactions.ts";
import { verdictSection } from "../sections/verdict.ts";
import { watermarkSection } from "../sections/watermarks.ts";
import { whySection } from "../sections/why.ts";
import { namesOf } from "../words/prose.ts";

export interface PageSection {
  /** Of its element. */
  readonly id: string;
  readonly name: string;
  readonly markup: Markup;
}

type Draw = (model: ReportModel, names: Names, number: number) => Markup | undefined;

const SECTIONS: readonly (readonly [id: string, name: string, draw: Draw])[] = [
  ["verdict", "Verdict", verdictSection],
  ["watermarks", "Watermarks", watermarkSection],
  ["timeline", "Timeline", timelineSection],
  ["ledger", "Ledger", ledgerSection],
  [
    "transactions",
    "Transactions",
    (model, names, number) =>
      model.transactions === null
        ? undefined
        : transactionSection(model, model.transactions, names, number),
  ],
  ["why", "Why", whySection],
  ["output", "Output", outputSection],
  ["data", "Data", dataSection],
];

/** What the report has to say, in order; numbered as they come. Node and the page both call it. */
export function sectionsOf(model: ReportModel): readonly PageSection[] {
  const names = namesOf(model);
  const found: PageSection[] = [];
  for (const [id, name, draw] of SECTIONS) {
    const drawn = draw(model, names, found.length);
    if (drawn !== undefined) found.push({ id, name, markup: drawn });
  }
  return found;
}

/** Links to them. */
export function sectionLinks(sections: readonly PageSection[]): Markup {
  return markup`${sections.map(({ id, name }) => markup`<a href="#${id}">${name}</a>`)}`;
}
