/** Handover as a library: load a scenario, run a seed or many, read the verdict. Pure and synchronous. */
export { runSeeds, type SeedsSummary, seedsFrom, summarise } from "./explore/run-many.ts";
export type { RunOutcome } from "./explore/run-outcome.ts";
export { type RunExtras, runScenario } from "./explore/run-scenario.ts";
export { digestOf, type SeedDigest } from "./explore/seed-digest.ts";
export type { Finding, PropertyResult, Verdict } from "./oracle/verdict.ts";
export type { Witness } from "./oracle/witness.ts";
export {
  type FileSource,
  formatIssue,
  type Issue,
  type Loaded,
  loadScenario,
} from "./scenario/load-scenario.ts";
export { checkProtocol, type ProtocolCheck } from "./scenario/protocol-needs.ts";
export type { Scenario } from "./scenario/scenario.ts";
