import { register } from "tsx/esm/api";

register();
export const { runCell } = await import("./matrix-worker.ts");
