/** The script of a page that simulates nothing: zoom, cursor, search, keys. */
import type { ReportModel } from "../../explore/report-model.ts";
import { island } from "./islands.ts";
import { ReportPage } from "./page.ts";
import { addTools, openForPrint } from "./tools.ts";

async function start(): Promise<void> {
  openForPrint();
  const model = await island<ReportModel>("report-data");
  if (model === undefined) return;
  const page = new ReportPage(model);
  addTools(page, []);
  page.start();
}

void start();
