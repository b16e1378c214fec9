import { register } from "tsx/esm/api";

register();
export const { runSeeds } = await import("./seed-worker.ts");
