import { register } from "tsx/esm/api";

register();
export const { runSeeds } = await import("./fake-worker.ts");
