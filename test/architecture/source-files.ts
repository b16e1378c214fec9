import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseSync } from "@swc/core";

/** The top of the checkout. */
export const root: string = fileURLToPath(new URL("../..", import.meta.url));

/** One node of swc's tree, as far as the guards look at it. */
export interface SyntaxNode {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}

/** Files that are tracked or about to be, relative to the top, in git's order. */
export function projectFiles(): readonly string[] {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\0");
  const isReal = (file: string): boolean => file !== "" && existsSync(`${root}/${file}`);
  return [...new Set(listed)].filter(isReal).filter((file) => !file.startsWith(planted));
}

const planted = "test/architecture/planted/";

export function read(file: string): string {
  return readFileSync(`${root}/${file}`, "utf8");
}

/** A parsed file; lines are counted from 1. */
export interface Parsed {
  readonly module: SyntaxNode;
  lineAt(position: number): number;
}

/**
 * swc counts bytes, from 1, and may go on counting from one file to the next: an empty statement
 * in front tells where this file begins. A "#!" must be the first of a file, so it becomes a comment.
 */
export function parse(file: string): Parsed {
  const source = file.replace(/^#!/, "//");
  const module = parseSync(`;${source}`, { syntax: "typescript", target: "es2022" });
  const tree = module as unknown as SyntaxNode;
  const first = (tree["body"] as readonly SyntaxNode[])[0];
  const base = first?.span?.start ?? 1;
  const bytes = Buffer.from(`;${source}`);
  const lineAt = (position: number): number => {
    let line = 1;
    for (let at = 0; at < position - base; at++) if (bytes[at] === 10) line++;
    return line;
  };
  return { module: tree, lineAt };
}

/** Calls `visit` for every node, parents first; `parent` and `field` say where it hangs. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined, field: string) => void,
  parent?: SyntaxNode,
  field = "",
): void {
  if (typeof node.type === "string") visit(node, parent, field);
  for (const [name, value] of Object.entries(node)) {
    const children: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const child of children) {
      if (typeof child !== "object" || child === null || name === "span") continue;
      const inner = child as SyntaxNode;
      walk(inner, visit, typeof node.type === "string" ? node : parent, name);
    }
  }
}
