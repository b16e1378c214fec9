import { readFileSync } from "node:fs";
import { Command } from "commander";
export const main: unknown = [readFileSync, Command];
