import { compareIssues, type Issue } from "./issue.ts";
import { Loading } from "./loading.ts";
import type { Loaded } from "./scenario.ts";
import { checkShape, scenarioJsonSchema } from "./schema.ts";
import { schemaIssues } from "./schema-issues.ts";
import { type FileSource, readText, YAML_LIMIT_BYTES } from "./source-text.ts";
import { readYaml } from "./yaml-file.ts";

export type { Issue, Note } from "./issue.ts";
export { formatIssue } from "./issue.ts";
export type { Loaded, PropertyOptions, Scenario } from "./scenario.ts";
export type { FileSource } from "./source-text.ts";

/** Reads and checks a scenario and what it names. Bad input gives issues, all at once; never throws. */
export function loadScenario(path: string, files: FileSource): Loaded {
  const text = readText(path, files, YAML_LIMIT_BYTES);
  if (!text.ok) return { ok: false, issues: [text.issue] };
  const yaml = readYaml(path, text.text);
  const at = yaml.documents[0];
  const issues = [...yaml.issues];
  // A number that would be rounded leaves the rest to be checked; without a value there is no rest.
  const isBroken = issues.length > 0 && (at === undefined || at.value === undefined);
  if (isBroken) return { ok: false, issues: issues.sort(compareIssues) };
  if (at === undefined || at.value === null || at.value === undefined) {
    return {
      ok: false,
      issues: [
        { path, line: 1, column: 1, message: "is empty; a scenario is a mapping", excerpt: "" },
      ],
    };
  }
  const second = yaml.documents[1];
  if (second !== undefined)
    issues.push(second.issueAt([], "a scenario file holds one document; this is a second one"));
  const shape = checkShape(at.value);
  if (shape.ok)
    return new Loading(path, files, at, issues).finish(shape.file, questionOf(text.text));
  const said = new Set(yaml.issues.map(placeOf));
  const others = schemaIssues(shape.issues, at, scenarioJsonSchema());
  issues.push(...others.filter((issue) => !said.has(placeOf(issue))));
  const rest = checkShape(withoutFaulty(at.value, shape.issues));
  if (rest.ok) return new Loading(path, files, at, issues).finish(rest.file, "");
  return { ok: false, issues: issues.sort(compareIssues) };
}

function placeOf({ line, column }: Issue): string {
  return `${line}:${column}`;
}

/** The sections that the schema has nothing against, so that they are cross-checked all the same. */
function withoutFaulty(
  value: unknown,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly keys?: readonly string[] }[],
): unknown {
  if (typeof value !== "object" || Array.isArray(value)) return value;
  const faulty = new Set<PropertyKey | undefined>(
    issues.flatMap<PropertyKey | undefined>(
      ({ path, keys }): readonly (PropertyKey | undefined)[] =>
        path.length === 0 ? (keys ?? []) : [path[0]],
    ),
  );
  // The one's beginning is checked against the other's duration: without the one, not at all.
  if (faulty.has("run")) faulty.add("handover");
  if (faulty.has("handover")) faulty.add("run");
  return Object.fromEntries(Object.entries(value as object).filter(([key]) => !faulty.has(key)));
}

/** The first comment of the file that is not for an editor; its lines joined. */
function questionOf(text: string): string {
  const words: string[] = [];
  for (const line of text.split("\n")) {
    const comment = /^#\s?(.*?)\r?$/.exec(line)?.[1];
    if (comment === undefined) {
      if (line.trim() !== "" || words.length > 0) break;
    } else if (!comment.startsWith("yaml-language-server:")) words.push(comment.trim());
  }
  return words.join(" ").trim();
}
