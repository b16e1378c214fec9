import type { Model } from "../model/part.ts";
export const b: Model = 1;
