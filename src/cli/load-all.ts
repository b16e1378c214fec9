import { printableLines } from "../report/text.ts";
import { formatIssue, loadScenario, type Scenario } from "../scenario/load-scenario.ts";
import type { ProtocolChoice } from "../scenario/protocol-choice.ts";
import { underProtocol } from "../scenario/under-protocol.ts";
import { DiskFiles } from "./files.ts";

/** Every file, ready to run, or the problems of all of them as text. */
export type LoadedAll =
  | { readonly ok: true; readonly scenarios: readonly LoadedFile[] }
  | { readonly ok: false; readonly text: string };

export interface LoadedFile {
  readonly file: string;
  readonly scenario: Scenario;
  /** SHA-256 of what was read for it, and of our version. */
  readonly inputs: string;
  /** What the user should know, a line each. */
  readonly notes: readonly string[];
}

/** Loads every file before any is run, so that a user sees all problems at once; under another protocol if asked. */
export function loadAll(
  paths: readonly string[],
  version: string,
  protocol?: ProtocolChoice,
): LoadedAll {
  const scenarios: LoadedFile[] = [];
  const problems: string[] = [];
  for (const file of paths) {
    const disk = new DiskFiles(version);
    const loaded =
      protocol === undefined ? loadScenario(file, disk) : underProtocol(file, disk, protocol);
    if (loaded.ok) {
      const notes = loaded.notes.map(({ path, line, message }) => `${path}:${line}  ${message}`);
      scenarios.push({ file, scenario: loaded.scenario, inputs: disk.hash, notes });
    } else problems.push(...loaded.issues.map(formatIssue));
  }
  if (problems.length === 0) return { ok: true, scenarios };
  return { ok: false, text: printableLines(`${problems.join("\n")}\n`) };
}
