import type { ReportModel } from "../../../src/explore/report-model.ts";
import { reportPage } from "../../../src/report/html/page/document.ts";

/** The counts that a reader finds on the page, each from another place of it. */
export interface PageCounts {
  /** By property, as the first table has it: "8 of 1284 records". */
  readonly checked: Readonly<Record<string, string>>;
  readonly headline: string;
  /** Lost and duplicated outputs, summed over the table below the timeline. */
  readonly inLanes: readonly [lost: number, duplicated: number];
  /** Rows of the list of failures. */
  readonly listed: number;
  /** What a screen reader says of each drawing. */
  readonly said: Readonly<Record<string, string>>;
}

export function countsOnPage(model: ReportModel): PageCounts {
  const page = reportPage({ model, script: undefined, live: undefined });
  const rows = page.matchAll(/<tr class="row[^"]*">.*?<th scope="row">(.*?)<\/th><td>(.*?)<\/td>/g);
  const lanes = /Counts of each partition<\/summary>[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(page);
  const cells = [...(lanes?.[1] ?? "").matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) => Number(plain(cell))),
  );
  const sum = (column: number): number => cells.reduce((all, row) => all + (row[column] ?? 0), 0);
  const descriptions = page.matchAll(/<desc id="([^"]*)-says">([\s\S]*?)<\/desc>/g);
  return {
    checked: Object.fromEntries(
      [...rows].map(([, name = "", of = ""]) => [plainText(name), plain(of)]),
    ),
    headline: plain(/<h1[^>]*>(.*?)<\/h1>/.exec(page)?.[1] ?? ""),
    inLanes: [sum(4), sum(5)],
    listed: [...page.matchAll(/<tr id="failure\//g)].length,
    said: Object.fromEntries([...descriptions].map(([, id = "", text = ""]) => [id, plain(text)])),
  };
}

/** Without tags, and thousands together. */
function plain(text: string): string {
  return plainText(text)
    .replace(/(?<=\d)\u00a0(?=\d)/g, "")
    .replaceAll("\u00a0", " ");
}

function plainText(text: string): string {
  return text.replace(/<[^>]*>/g, "");
}
