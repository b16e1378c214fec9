import { register } from "tsx/esm/api";

register();
export const { replay } = await import("./replay-run-worker.ts");
