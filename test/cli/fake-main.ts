/** The command as a program of its own, with made-up outcomes. */
import { handover } from "../../src/cli/program.ts";
import { buildReport as report } from "../../src/explore/report/build-report.ts";
import { fakeRun } from "./fake-simulator.ts";

const seedWorker = new URL("./fake-worker.mjs", import.meta.url);
process.exitCode = await handover(process.argv.slice(2), { run: fakeRun, seedWorker, report });
