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

function syntaxIssue(path: string, text: string, reason: string): Issue {
  const told = /position (\d+)/.exec(reason)?.[1];
  const offset = told === undefined ? text.length : Number(told);
  const what = offset >= text.length ? "the JSON ends too early" : "this is no JSON";
  return issueAtOffset(path, text, Math.min(offset, text.length), what);
}

function issueAtOffset(path: string, text: string, offset: number, message: string): Issue {
  const before = text.slice(0, offset).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { path, line, column, message, excerpt: text.split("\n")[line - 1] ?? "" };
}
