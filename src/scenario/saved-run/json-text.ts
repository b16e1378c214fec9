import { visit } from "yaml";
import type { Issue } from "../issue.ts";
import { readYaml, type YamlDocument } from "../yaml-file.ts";

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
  // JSON is YAML too, and that reader knows where everything is.
  let places: YamlDocument | undefined;
  try {
    const value: unknown = JSON.parse(text);
    return {
      ok: true,
      value,
      issueAt: (to, message) => {
        places ??= readYaml(path, text).documents[0];
        return places?.issueAt(to, message) ?? issueAtOffset(path, text, 0, message);
      },
    };
  } catch (error) {
    return { ok: false, issue: syntaxIssue(path, text, String((error as Error).message)) };
  }
}

// Engines tell the place of some mistakes; of others the YAML reader may know it.
function syntaxIssue(path: string, text: string, reason: string): Issue {
  const told = /position (\d+)/.exec(reason)?.[1];
  const endsEarly = reason.includes("end of JSON") || Number(told) >= text.trimEnd().length;
  if (endsEarly) return issueAtOffset(path, text, text.length, "the JSON ends too early");
  if (told !== undefined) return issueAtOffset(path, text, Number(told), NO_JSON);
  const { issues, documents } = readYaml(path, text);
  const [issue] = issues;
  if (issue !== undefined) return { ...issue, message: NO_JSON };
  return issueAtOffset(path, text, firstBareWord(documents[0]) ?? 0, NO_JSON);
}

const NO_JSON = "this is no JSON";

/** What YAML takes for text, and JSON for nothing. */
function firstBareWord(document: YamlDocument | undefined): number | undefined {
  let offset: number | undefined;
  visit(document?.document ?? null, {
    Scalar(_, { type, value, range }) {
      if (type !== "PLAIN" || typeof value !== "string") return undefined;
      offset = range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

function issueAtOffset(path: string, text: string, offset: number, message: string): Issue {
  const before = text.slice(0, Math.min(offset, text.length)).split("\n");
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { path, line, column, message, excerpt: text.split("\n")[line - 1] ?? "" };
}
