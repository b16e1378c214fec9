/** The script of a page that can simulate: all of the other one, and the simulator. */
import { liveFrom } from "../../explore/live/live-parts.ts";
import type { ReportModel } from "../../explore/report-model.ts";
import { island, islandBytes, islandText } from "./islands.ts";
import { LivePage } from "./live-page.ts";
import { ReportPage } from "./page.ts";
import { addTools, openForPrint } from "./tools.ts";

async function start(): Promise<void> {
  openForPrint();
  const model = await island<ReportModel>("report-data");
  const json = await islandText("live-data");
  if (model === undefined || json === undefined) return;
  const columns = (await islandBytes("live-columns")) ?? new Uint8Array();
  const page = new ReportPage(model);
  const live = new LivePage(page, liveFrom({ json, columns }));
  addTools(page, [{ keys: ["b"], says: "back to the run as reported", run: () => live.back() }]);
  page.start();
}

void start();
