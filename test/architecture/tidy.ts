import { parse, walk } from "./source-files.ts";

const LINES_MAX = 300;
const FUNCTION_LINES_MAX = 50;

/** Functions that may be longer, as "file:name"; the test asks that each still is. */
export const LONG_FUNCTIONS: readonly string[] = [];

const FUNCTIONS = new Set([
  ...["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "Constructor"],
  ...["ClassMethod", "PrivateMethod", "MethodProperty", "GetterProperty", "SetterProperty"],
]);

// Joined here, so that this file does not hold what it looks for.
const MACHINE_PATH = new RegExp(
  `(?<![\\w./*-])/(?:${["work", "home", "root"].join("|")})(?![\\w-])`,
);
const BEYOND = ["..", "shared"].join("/");
const UNNUMBERED = new RegExp(`\\b(?:${["FIX" + "ME", "TO" + "DO"].join("|")})\\b(?!\\(?:? ?#\\d)`);
const VAGUE = /(?:^|\/)(?:utils?|helpers?|common|manager)(?:\.[^/]*|\/|$)/i;

/** Problems of a file's name or text, whatever its kind. */
export function untidy(file: string, text: string): readonly string[] {
  const found: string[] = [];
  if (VAGUE.test(file)) found.push(`${file}: its name says nothing`);
  text.split("\n").forEach((line, index) => {
    const at = `${file}:${index + 1}`;
    if (MACHINE_PATH.test(line)) found.push(`${at}: a path of one machine`);
    if (line.includes(BEYOND)) found.push(`${at}: a path outside the project`);
    if (UNNUMBERED.test(line)) found.push(`${at}: work left to do without an issue number`);
  });
  return found;
}

/** A source file that is too long. */
export function tooLong(file: string, text: string): readonly string[] {
  const lines = text.split("\n").length - 1;
  return lines > LINES_MAX ? [`${file}: ${lines} lines, ${LINES_MAX} at most`] : [];
}

/** Functions that are too long, as "file:line", by their first line. */
export function longFunctions(file: string, text: string): readonly string[] {
  const { module, lineAt } = parse(text);
  const found: string[] = [];
  walk(module, (node) => {
    if (!FUNCTIONS.has(node.type) || node.span === undefined) return;
    const start = lineAt(node.span.start);
    const lines = lineAt(node.span.end - 1) - start + 1;
    if (lines > FUNCTION_LINES_MAX) found.push(`${file}:${start}: function of ${lines} lines`);
  });
  return found;
}

/** Folders with files in them, or below them, that do not say what they are for. */
export function foldersWithoutReadme(files: readonly string[]): readonly string[] {
  const folders = new Set<string>(["src"]);
  for (const file of files) {
    const parts = file.split("/");
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join("/"));
  }
  const documented = /^(src|test|scenarios|reports|bench)(\/|$)/;
  return [...folders]
    .filter((folder) => documented.test(folder) && !files.includes(`${folder}/README.md`))
    .concat(files.includes("README.md") ? [] : ["."]);
}
