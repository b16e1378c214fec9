import type { Options } from "../model/options.ts";
import type { Model } from "../model/part.ts";
import { z } from "zod";
export const c: [Options, Model, unknown] = [1, 2, z];
