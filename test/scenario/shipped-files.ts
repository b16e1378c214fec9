import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type FileSource, formatIssue, loadScenario } from "../../src/scenario/load-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { scenarioJsonSchema } from "../../src/scenario/schema.ts";
import { scenariosTable } from "./scenarios-table.ts";

/** The disk, for scenarios. */
export const disk: FileSource = {
  read: (path) =>
    existsSync(path)
      ? { ok: true, bytes: readFileSync(path) }
      : { ok: false, reason: "no such file" },
};

// What a reader should meet first; further folders follow by name.
const FIRST = ["safe", "unsafe"];
/** They hold no scenarios. */
const OTHERS = ["manifests", "data"];

/** Every scenario that is shipped, as a path within `scenarios`, in the order of its README. */
export const shippedFiles: readonly string[] = ["flights.yaml", ...folders().flatMap(filesOf)];

/** A shipped scenario; throws if it is not in order. */
export function loadShipped(path: string): Scenario {
  const loaded = loadScenario(`scenarios/${path}`, disk);
  if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  return loaded.scenario;
}

/** What is made of the scenarios and kept beside them: text by path. */
export function generated(): Readonly<Record<string, string>> {
  const table = shippedFiles.map((path) => ({ path, scenario: loadShipped(path) }));
  return {
    "scenarios/README.md": scenariosTable(table),
    "scenarios/scenario.schema.json": `${JSON.stringify(scenarioJsonSchema(), undefined, 2)}\n`,
  };
}

function folders(): readonly string[] {
  const found = readdirSync("scenarios", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !OTHERS.includes(entry.name))
    .map(({ name }) => name)
    .sort();
  return [...FIRST, ...found.filter((name) => !FIRST.includes(name))];
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(`scenarios/${folder}`)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => `${folder}/${name}`);
}
