/** `npm run mutants`: which scenario catches which mutant, and the score. */
import { writeFileSync } from "node:fs";
import { loadShipped, shippedFiles } from "../../../scenario/shipped-files.ts";
import { ALL_MUTANTS, type CaughtBy, catchMutant } from "./mutation-score.ts";

const SEEDS = 3;
const files = shippedFiles
  .filter((path) => loadShipped(path).hazard !== undefined)
  .map((path) => `scenarios/${path}`);
const caught: Record<string, CaughtBy> = {};
for (const [name, mutant] of Object.entries(ALL_MUTANTS)) {
  const by = catchMutant(mutant, files, SEEDS);
  if (by !== undefined) caught[name] = by;
  const told =
    by === undefined
      ? "SURVIVES"
      : "file" in by
        ? `${by.came} in ${by.file}, seed ${by.seed}`
        : `hand-over in which ${by.handOver}`;
  process.stdout.write(`${name.padEnd(48)} ${told}\n`);
}
const [hits, all] = [Object.keys(caught).length, Object.keys(ALL_MUTANTS).length];
process.stdout.write(`mutation score: ${hits} of ${all} caught\n`);
writeFileSync(
  "test/model/protocol/mutation/caught.json",
  `${JSON.stringify(caught, undefined, 2)}\n`,
);
