import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  visit,
} from "yaml";
import type { Issue } from "./issue.ts";

export type YamlPath = readonly PropertyKey[];

/** One document of a YAML file, as a value and with the place of every part. */
export interface YamlDocument {
  /** Keeps comments; edits go here. */
  readonly document: Document;
  readonly value: unknown;
  /** An issue at the value that the path leads to, or at its key; at the parent if it is absent. */
  issueAt(path: YamlPath, message: string, hint?: string, at?: "key" | "value"): Issue;
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[];
  readonly issues: readonly Issue[];
}

const MAX_ALIASES = 100;

/** Reads every document of the text; what YAML refuses are issues, never exceptions. */
export function readYaml(path: string, text: string): YamlFile {
  const lines = text.split("\n");
  const counter = new LineCounter();
  const issues: Issue[] = [];
  const issueAtOffset = (offset: number, message: string, hint?: string): Issue => {
    const { line, col } = counter.linePos(Math.min(offset, text.length));
    const excerpt = (lines[line - 1] ?? "").replace(/\r$/, "");
    const place = { path, line: Math.max(line, 1), column: Math.max(col, 1), message, excerpt };
    return hint === undefined ? place : { ...place, hint };
  };
  const documents: YamlDocument[] = [];
  try {
    const options = { lineCounter: counter, prettyErrors: false, uniqueKeys: true };
    for (const document of parseAllDocuments(text, options) as Document[]) {
      for (const error of document.errors)
        issues.push(issueAtOffset(error.pos[0], lower(error.message)));
      issues.push(...bigNumbers(document, issueAtOffset));
      const value = plainValue(document, issues, issueAtOffset);
      documents.push({
        document,
        value,
        issueAt: (to, message, hint, at = "value") =>
          issueAtOffset(offsetOf(document, to, at), message, hint),
      });
    }
  } catch (error) {
    issues.push(issueAtOffset(0, `cannot be parsed: ${lower(String((error as Error).message))}`));
  }
  return { documents, issues };
}

type AtOffset = (offset: number, message: string, hint?: string) => Issue;

function plainValue(document: Document, issues: Issue[], issueAt: AtOffset): unknown {
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    issues.push(aliasIssue(document, issueAt));
    return undefined;
  }
}

/** At the first alias of no anchor, or else at the first alias. */
function aliasIssue(document: Document, issueAt: AtOffset): Issue {
  let first = 0;
  let unknown: Issue | undefined;
  visit(document, {
    Alias(_, alias) {
      const offset = alias.range?.[0] ?? 0;
      if (first === 0) first = offset;
      if (alias.resolve(document) !== undefined) return;
      unknown = issueAt(offset, `there is no anchor "${alias.source}" above this alias`);
      return visit.BREAK;
    },
  });
  return unknown ?? issueAt(first, "aliases expand to too much; this file is refused");
}

function bigNumbers(document: Document, issueAt: AtOffset): Issue[] {
  const found: Issue[] = [];
  visit(document, {
    Scalar(_, { value, range, source }) {
      if (typeof value !== "number" || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return;
      found.push(issueAt(range?.[0] ?? 0, `${source ?? value} is above 2^53 and would be rounded`));
    },
  });
  return found;
}

function offsetOf(document: Document, path: YamlPath, at: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => (isScalar(key) ? String(key.value) : "") === String(step),
      );
      if (pair === undefined) return offset;
      const atKey = at === "key" && depth === path.length - 1;
      const target = atKey || !isNode(pair.value) ? pair.key : pair.value;
      if (isNode(target)) offset = target.range?.[0] ?? offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
      if (isNode(next)) offset = next.range?.[0] ?? offset;
    } else return offset;
    node = next;
  }
  return offset;
}

function lower(message: string): string {
  const line = message.split("\n")[0] as string;
  return line.slice(0, 1).toLowerCase() + line.slice(1);
}
