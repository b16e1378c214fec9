import { builtinModules } from "node:module";
import { parse, type SyntaxNode, walk } from "./source-files.ts";

/** Where the pure core is. */
export const PURE: RegExp = /^src\/(engine|model|oracle|scenario|explore)\/.*\.ts$/;

const NAMES = new Set([
  ...["Date", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"],
  ...["Intl", "Promise", "process", "WeakRef", "FinalizationRegistry", "globalThis", "crypto"],
]);

/** ECMAScript leaves their last bits to the engine, or they draw luck of their own. */
const MATH = new Set([
  ...["random", "pow", "exp", "expm1", "log", "log1p", "log2", "log10", "cbrt", "hypot"],
  ...["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh"],
  ...["asinh", "acosh", "atanh"],
]);

const METHODS = new Set(["localeCompare", "toLocaleString", "toLocaleUpperCase"]);

/** What in a file of the pure core is not pure or not the same everywhere, as "line: what". */
export function impurities(source: string): readonly string[] {
  const { module, lineAt } = parse(source);
  const found: string[] = [];
  walk(module, (node, parent, field) => {
    const what = impurityOf(node, parent, field);
    if (what === undefined) return;
    const at = node.span ?? parent?.span;
    found.push(`${at === undefined ? "?" : lineAt(at.start)}: ${what}`);
  });
  return found;
}

function impurityOf(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  field: string,
): string | undefined {
  const method = node["function"] as SyntaxNode | undefined;
  if (node["async"] === true || method?.["async"] === true) return "async";
  if (node["isAwait"] === true || (node.type === "ForOfStatement" && node["await"])) return "await";
  switch (node.type) {
    case "AwaitExpression":
      return "await";
    case "Identifier":
      return nameIsOnlyAKey(parent, field) ? undefined : bannedName(String(node["value"]));
    case "MemberExpression":
      return bannedMember(node);
    case "BinaryExpression":
    case "AssignmentExpression":
      return bannedPower(node);
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return bannedModule(node["source"] as SyntaxNode | null);
    case "CallExpression":
      return bannedCall(node);
    default:
      return undefined;
  }
}

function nameIsOnlyAKey(parent: SyntaxNode | undefined, field: string): boolean {
  return field === "key" || (parent?.type === "MemberExpression" && field === "property");
}

function bannedName(name: string): string | undefined {
  return NAMES.has(name) ? name : undefined;
}

function memberName(node: SyntaxNode): string {
  const property = node["property"] as SyntaxNode;
  const key = property.type === "Computed" ? (property["expression"] as SyntaxNode) : property;
  return String(key["value"]);
}

function bannedMember(node: SyntaxNode): string | undefined {
  const name = memberName(node);
  const object = node["object"] as SyntaxNode;
  if (object["value"] === "Math" && MATH.has(name)) return `Math.${name}`;
  return METHODS.has(name) ? name : undefined;
}

/** `2 ** 32` is exact everywhere; any other power may not be. */
function bannedPower(node: SyntaxNode): string | undefined {
  if (node["operator"] === "**=") return "**=";
  if (node["operator"] !== "**") return undefined;
  const base = node["left"] as SyntaxNode;
  let power = node["right"] as SyntaxNode;
  if (power.type === "UnaryExpression") power = power["argument"] as SyntaxNode;
  return base["value"] === 2 && power.type === "NumericLiteral" ? undefined : "**";
}

function bannedModule(source: SyntaxNode | null): string | undefined {
  const name = source === null ? "" : String(source["value"]);
  return name.startsWith("node:") || builtinModules.includes(name) ? name : undefined;
}

function bannedCall(node: SyntaxNode): string | undefined {
  const callee = node["callee"] as SyntaxNode;
  if (callee.type === "Import") return "import()";
  if (callee.type !== "MemberExpression") return undefined;
  const name = memberName(callee);
  const isBare = (node["arguments"] as readonly unknown[]).length === 0;
  return isBare && (name === "sort" || name === "toSorted")
    ? `${name}() without an order`
    : undefined;
}
