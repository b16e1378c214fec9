import { one } from "./one.ts";
import seedrandom from "seedrandom";
import { scaleLinear } from "d3";
import { Command } from "commander";
export const two: unknown = [one, seedrandom, scaleLinear, Command];
