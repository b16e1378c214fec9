import type { Issue } from "../issue.ts";
import { readYaml } from "../yaml-file.ts";

/** JSON with the place of every part of it. */
export type JsonText =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** At the value that the path leads to, or at the last part of it that is there. */
      issueAt(path: readonly PropertyKey[], message: string): Issue;
    }
  | { readonly ok: false; readonly issue: Issue };

/** Reads JSON text; places are looked for only when something is wrong. */
export function readJson(path: string, text: string): JsonText {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value, issueAt: (to, message) => issueIn(path, text, to, message) };
  } catch (error) {
    return { ok: false, issue: syntaxIssue(path, text, String((error as Error).message)) };
  }
}

// JSON is YAML too, and that reader knows where everything is.
function issueIn(path: string, text: string, to: readonly PropertyKey[], message: string): Issue {
  const [document] = readYaml(path, text).documents;
  return document?.issueAt(to, message) ?? issueAtOffset(path, text, 0, message);
}

// Engines tell the place of some mistakes; of others the YAML reader may know it.
function syntaxIssue(path: string, text: string, reason: string): Issue {
  const told = /position (\d+)/.exec(reason)?.[1];
  if (told !== undefined) return issueAtOffset(path, text, Number(told), NO_JSON);
  if (reason.includes("end of JSON")) {
    return issueAtOffset(path, text, text.length, "the JSON ends too early");
  }
  const [issue] = readYaml(path, text).issues;
  return issue === undefined
    ? issueAtOffset(path, text, 0, NO_JSON)
    : { ...issue, message: NO_JSON };
}

const NO_JSON = "this is no JSON";

function issueAtOffset(path: string, text: string, offset: number, message: string): Issue {
  const before = text.slice(0, Math.min(offset, text.length)).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { path, line, column, message, excerpt: text.split("\n")[line - 1] ?? "" };
}
