/**
 * `npm run gallery`: makes every report of this folder anew, the page that lists them, and where a
 * browser starts the pictures that the README shows.
 */
import { writeFileSync } from "node:fs";
import { handover } from "../src/cli/program.ts";
import { report, run, seedWorker } from "../src/cli/simulator.ts";
import { GALLERY } from "./gallery.ts";
import { indexPage, type ListedReport } from "./index-page.ts";
import { takePictures } from "./picture.ts";
import { readPage } from "./read-page.ts";

const folder = "reports";

async function main(): Promise<void> {
  const listed: ListedReport[] = [];
  for (const entry of GALLERY) {
    const { name, scenario, seed } = entry;
    const file = `${folder}/${name}.html`;
    const chosen = seed === undefined ? [] : ["--seed", String(seed)];
    const code = await handover(["run", scenario, ...chosen, "--report", file, "--quiet"], {
      ...{ run, seedWorker, report },
    });
    if (code !== 0) throw new Error(`${scenario}: exit code ${code}`);
    listed.push({ entry, model: readPage(file).model });
  }
  writeFileSync(`${folder}/index.html`, indexPage(listed));
  await takePictures(folder, "slow-message");
}

await main();
