#!/usr/bin/env node
import { handover } from "./program.ts";
import { report, run, seedWorker } from "./simulator.ts";

process.exitCode = await handover(process.argv.slice(2), { run, seedWorker, report });
