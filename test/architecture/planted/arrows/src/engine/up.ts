import type { Model } from "../model/part.ts";
import { readFileSync } from "node:fs";
export const a: Model = readFileSync("x");
