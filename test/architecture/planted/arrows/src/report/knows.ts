import type { Model } from "../model/part.ts";
import { gone } from "./gone.ts";
import { main } from "../cli/main.ts";
import { scaleLinear } from "d3";
export const d: [Model, unknown] = [1, [gone, main, scaleLinear]];
