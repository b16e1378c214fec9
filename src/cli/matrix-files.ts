import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { byCodeUnit } from "../engine/code-unit-order.ts";
import { formatIssue, type Issue } from "../scenario/issue.ts";
import { loadScenario, type Scenario } from "../scenario/load-scenario.ts";
import type { ProtocolChoice } from "../scenario/protocol-choice.ts";
import { underProtocol } from "../scenario/under-protocol.ts";
import { DiskFiles, reasonOf } from "./files.ts";

/** A scenario that says which mishap it is about. */
export interface HazardFile {
  readonly file: string;
  readonly scenario: Scenario;
}

/** The hazards of a folder and those below it, or what is wrong with its files. */
export type HazardFiles =
  | { readonly ok: true; readonly hazards: readonly HazardFile[] }
  | { readonly ok: false; readonly text: string };

/** Looks at every YAML file; one that says nothing of a hazard, or is no scenario, is none. */
export function hazardFiles(folder: string, version: string): HazardFiles {
  const hazards: HazardFile[] = [];
  const problems: string[] = [];
  const files = yamlFiles(folder);
  if (typeof files === "string") return { ok: false, text: `handover: ${files}\n` };
  for (const file of files) {
    const disk = new DiskFiles(version);
    const read = disk.read(file);
    if (!read.ok || !/^hazard:/m.test(Buffer.from(read.bytes).toString())) continue;
    const loaded = loadScenario(file, disk);
    if (!loaded.ok) problems.push(...loaded.issues.map(formatIssue));
    else hazards.push({ file, scenario: loaded.scenario });
  }
  if (problems.length > 0) return { ok: false, text: `${problems.join("\n")}\n` };
  if (hazards.length > 0) return { ok: true, hazards };
  return { ok: false, text: `handover: there is no scenario with a hazard in ${folder}\n` };
}

/** Files in order of their paths, folder by folder; or why a folder cannot be read. */
function yamlFiles(folder: string): readonly string[] | string {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return `${folder}: ${reasonOf(error)}`;
  }
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => byCodeUnit(a.name, b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const below = yamlFiles(path);
      if (typeof below === "string") return below;
      files.push(...below);
    } else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) files.push(path);
  }
  return files;
}

/** The scenario of one cell, or the first thing that the protocol needs and the file lacks. */
export type CellScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly reason: string; readonly setting: string };

/** A hazard under that protocol. */
export function cellScenario(
  { file, scenario }: HazardFile,
  choice: ProtocolChoice,
  version: string,
): CellScenario {
  const loaded = underProtocol(file, new DiskFiles(version), choice);
  if (loaded.ok) return { ok: true, scenario: { ...loaded.scenario, title: scenario.title } };
  const [first] = loaded.issues as readonly [Issue, ...Issue[]];
  return { ok: false, reason: first.message, setting: first.setting ?? "handover.protocol" };
}
