import type { z } from "zod";
import type { Issue } from "./issue.ts";
import { didYouMean } from "./nearest.ts";
import type { YamlDocument, YamlPath } from "./yaml-file.ts";

type ZodIssue = z.core.$ZodIssue;

/** The schema's complaints, each at its place in the file. */
export function schemaIssues(
  issues: readonly ZodIssue[],
  at: YamlDocument,
  jsonSchema: object,
  above: YamlPath = [],
): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === "unrecognized_keys") {
      const known = knownKeys(jsonSchema, path);
      return issue.keys.map((key) => {
        const owner =
          path.length === 0 ? "a scenario" : path.filter((p) => typeof p === "string").join(".");
        const hint = didYouMean(key, known);
        return at.issueAt([...path, key], `${owner} has no setting "${key}"`, hint, "key");
      });
    }
    if (issue.code === "invalid_union") {
      return schemaIssues(closest(issue.errors), at, jsonSchema, path);
    }
    const value = valueAt(at.value, path);
    return [at.issueAt(path, describe(issue, path, value), hintFor(issue, value))];
  });
}

/** The branch of a union that the value is closest to: not of another type, and with the least amiss. */
function closest(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
  const wholeWrong = (issues: readonly ZodIssue[]): boolean =>
    issues.some(
      ({ code, path, message }) =>
        path.length === 0 &&
        (code === "invalid_type" || code === "invalid_value" || message.startsWith("needs a unit")),
    );
  const amiss = (issues: readonly ZodIssue[]): number =>
    issues.reduce((sum, one) => sum + ("keys" in one ? one.keys.length : 1), 0);
  const fitting = branches.filter((issues) => !wholeWrong(issues));
  return fitting.toSorted((a, b) => amiss(a) - amiss(b))[0] ?? branches[0] ?? [];
}

function describe(issue: ZodIssue, path: YamlPath, value: unknown): string {
  const name = nameOf(path);
  if (issue.code === "invalid_type") {
    const isOurs = !issue.message.startsWith("Invalid input");
    if (value === undefined) {
      return `${name} is missing; it ${isOurs ? issue.message : `is ${article(issue.expected)}`}`;
    }
    return `${name} ${isOurs ? issue.message : `must be ${article(issue.expected)}`}`;
  }
  if (issue.code === "invalid_value") {
    return `${name} must be one of ${issue.values.map(String).join(", ")}`;
  }
  if (issue.code === "too_small" && issue.message.startsWith("Too small")) {
    return `${name} is too small; the least is ${issue.minimum}`;
  }
  if (issue.code === "too_big") return `${name} is too big; the most is ${issue.maximum}`;
  return `${name} ${issue.message}`;
}

/** The nearest key above the value: items of a list have none of their own. */
function nameOf(path: YamlPath): string {
  const key = path.findLast((step) => typeof step === "string");
  if (key === undefined) return "the file";
  return path.at(-1) === key ? `"${String(key)}"` : `an item of "${String(key)}"`;
}

function article(type: string): string {
  if (type === "object") return "a mapping";
  if (type === "array") return "a list";
  return `a ${type}`;
}

function hintFor(issue: ZodIssue, value: unknown): string | undefined {
  if (issue.code !== "invalid_value") return undefined;
  return typeof value === "string" ? didYouMean(value, issue.values.map(String)) : undefined;
}

function valueAt(root: unknown, path: YamlPath): unknown {
  let value: unknown = root;
  for (const step of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return value;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

function knownKeys(root: JsonSchema, path: YamlPath): string[] {
  let here: JsonSchema[] = [root];
  for (const step of path) {
    here = here.flatMap(alternatives).flatMap(({ properties, items }) => {
      const next = typeof step === "number" ? items : properties?.[String(step)];
      return next === undefined ? [] : [next];
    });
  }
  return here.flatMap(alternatives).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
}
