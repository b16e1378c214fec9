import { parse, type SyntaxNode, walk } from "../source-files.ts";

/** A comment or a string of a file, without the signs around it. */
export interface Passage {
  readonly text: string;
  /** The declaration that it documents or stands in, as "Class.member"; "" = the file itself. */
  readonly symbol: string;
  /** Comments only: a string says nothing of what is left out. */
  readonly isComment: boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Declaration extends Span {
  readonly name: string;
}

/** All that a source file says in words, in its order. */
export function passagesOf(source: string): readonly Passage[] {
  const { bytes, tree, base } = opened(source);
  const strings = spansOf(tree, base, STRINGS);
  const declarations = declarationsOf(tree, base);
  const comments = commentsOf(bytes, strings);
  const symbolAt = (span: Span): string => symbolOf(span, declarations, bytes);
  const passages = [
    ...comments.map((span) => ({ span, isComment: true })),
    ...strings.map((span) => ({ span, isComment: false })),
  ].sort((a, b) => a.span.start - b.span.start);
  return passages.map(({ span, isComment }) => {
    const raw = bytes.toString("utf8", span.start, span.end);
    const text = isComment ? bare(raw) : unquoted(raw);
    return { text, symbol: symbolAt(span), isComment };
  });
}

/** A claim that a test file makes. */
export interface Claim {
  readonly title: string;
  /** The title and the comments that stand in the claim, or before it, and in none within. */
  readonly text: string;
  /** The other strings in it: what a test sets or expects. */
  readonly strings: readonly string[];
}

/** The claims of a test file and its groups of claims, as they come. */
export function claimsOf(source: string): readonly Claim[] {
  const { bytes, tree, base } = opened(source);
  const claims: (Span & { readonly title: string })[] = [];
  walk(tree, (node) => {
    const title = titleOf(node);
    if (title !== undefined && node.span !== undefined) {
      claims.push({ title, start: node.span.start - base, end: node.span.end - base });
    }
  });
  const strings = spansOf(tree, base, STRINGS);
  const comments = commentsOf(bytes, strings).map((span) => ({
    text: bare(bytes.toString("utf8", span.start, span.end)),
    claim: declaredBehind(span, claims, bytes) ?? innermost(span, claims),
  }));
  const literals = strings.map((span) => ({
    text: unquoted(bytes.toString("utf8", span.start, span.end)),
    claim: innermost(span, claims),
  }));
  return claims.map((claim) => {
    const within = (all: typeof literals): string[] =>
      all.filter((one) => one.claim === claim).map(({ text }) => text);
    const text = [claim.title, ...within(comments)].join(" ");
    return { title: claim.title, text, strings: within(literals) };
  });
}

const STRINGS = new Set(["StringLiteral", "TemplateElement", "RegExpLiteral"]);

/** swc counts bytes from 1, and `parse` has put one sign in front. */
function opened(source: string): { bytes: Buffer; tree: SyntaxNode; base: number } {
  const { module } = parse(source);
  const first = (module["body"] as readonly SyntaxNode[])[0];
  return { bytes: Buffer.from(source), tree: module, base: (first?.span?.start ?? 1) + 1 };
}

function spansOf(tree: SyntaxNode, base: number, types: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  walk(tree, ({ type, span }) => {
    if (types.has(type) && span !== undefined) {
      spans.push({ start: span.start - base, end: span.end - base });
    }
  });
  return spans.sort((a, b) => a.start - b.start);
}

/** Runs of line comments count as one. Strings are skipped, so that no "//" in one is taken. */
function commentsOf(bytes: Buffer, strings: readonly Span[]): Span[] {
  const code = bytes.toString("latin1").split("");
  for (const { start, end } of strings) code.fill("x", start, end);
  const pattern = /\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n[ \t]*\/\/[^\n]*)*/g;
  return [...code.join("").matchAll(pattern)].map(({ index, 0: text }) => ({
    start: index,
    end: index + text.length,
  }));
}

function unquoted(literal: string): string {
  return literal.replace(/^["'`]|["'`]$/g, "");
}

function bare(comment: string): string {
  return comment
    .replace(/^\/\*\*?|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*(?:\*|\/\/)? ?/, "").trim())
    .join(" ")
    .trim();
}

const NAMED = new Set([
  ...["ClassDeclaration", "FunctionDeclaration", "TsInterfaceDeclaration"],
  ...["TsTypeAliasDeclaration", "VariableDeclarator", "ClassMethod", "PrivateMethod"],
  ...["ClassProperty", "PrivateProperty", "TsPropertySignature", "TsMethodSignature"],
]);
const VARIABLES = "VariableDeclarator";

/** Declarations at the top of a module and members of its classes and interfaces. */
function declarationsOf(tree: SyntaxNode, base: number): readonly Declaration[] {
  const found: Declaration[] = [];
  for (const item of tree["body"] as readonly SyntaxNode[]) {
    const outer = (item["declaration"] as SyntaxNode | undefined) ?? item;
    const name = nameOf(outer);
    if (name === undefined || item.span === undefined) continue;
    found.push({ name, start: item.span.start - base, end: item.span.end - base });
    const body = outer["body"] as SyntaxNode | readonly SyntaxNode[] | undefined;
    const members = Array.isArray(body) ? body : ((body as SyntaxNode | undefined)?.["body"] ?? []);
    for (const member of Array.isArray(members) ? (members as readonly SyntaxNode[]) : []) {
      const inner = NAMED.has(member.type) ? keyOf(member) : undefined;
      if (inner === undefined || member.span === undefined) continue;
      const { start, end } = member.span;
      found.push({ name: `${name}.${inner}`, start: start - base, end: end - base });
    }
  }
  return found;
}

function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === "VariableDeclaration") {
    const first = (node["declarations"] as readonly SyntaxNode[]).find(
      ({ type }) => type === VARIABLES,
    );
    return (first?.["id"] as SyntaxNode | undefined)?.["value"] as string | undefined;
  }
  if (!NAMED.has(node.type)) return undefined;
  const id = (node["identifier"] ?? node["id"]) as SyntaxNode | undefined;
  return id?.["value"] as string | undefined;
}

function keyOf(member: SyntaxNode): string | undefined {
  const key = member["key"] as SyntaxNode | undefined;
  const value = key?.["value"] as string | undefined;
  return key?.type === "PrivateName" ? `#${value}` : value;
}

function symbolOf(span: Span, declarations: readonly Declaration[], bytes: Buffer): string {
  return (declaredBehind(span, declarations, bytes) ?? innermost(span, declarations))?.name ?? "";
}

/** What begins right behind a comment. */
function declaredBehind<S extends Span>(
  span: Span,
  among: readonly S[],
  bytes: Buffer,
): S | undefined {
  const next = among.find(({ start }) => start >= span.end);
  if (next === undefined) return undefined;
  return bytes.toString("utf8", span.end, next.start).trim() === "" ? next : undefined;
}

function innermost<S extends Span>({ start, end }: Span, among: readonly S[]): S | undefined {
  return among.findLast((outer) => outer.start <= start && end <= outer.end);
}

const TESTS = new Set(["describe", "it", "test"]);

/** The title of a call of describe or it, also behind `.each(…)`. */
function titleOf(node: SyntaxNode): string | undefined {
  if (node.type !== "CallExpression") return undefined;
  const [first] = node["arguments"] as readonly { readonly expression: SyntaxNode }[];
  const title = first?.expression;
  if (!TESTS.has(rootOf(node["callee"] as SyntaxNode))) return undefined;
  if (title?.type === "StringLiteral") return String(title["value"]);
  if (title?.type !== "TemplateLiteral") return undefined;
  const quasis = title["quasis"] as readonly SyntaxNode[];
  return quasis.map(({ cooked, raw }) => String(cooked ?? raw)).join("…");
}

function rootOf(callee: SyntaxNode): string {
  if (callee.type === "Identifier") return String(callee["value"]);
  const inner = (callee["object"] ?? callee["callee"]) as SyntaxNode | undefined;
  return inner === undefined ? "" : rootOf(inner);
}
