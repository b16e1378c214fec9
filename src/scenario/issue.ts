/** What is wrong with a file, where, and what to do about it. Line and column count from 1. */
export interface Issue {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
  /** Of something that the protocol needs: where the file would set it, as in "sink.restore-state". */
  readonly setting?: string;
  /** The line of the file, empty where there is none. */
  readonly excerpt: string;
}

/** Something the reader should know that stops nothing. */
export interface Note {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The problem as a user reads it: `file:line:column  message; hint`, the line, a caret. */
export function formatIssue(issue: Issue): string {
  const hint = issue.hint === undefined ? "" : `; ${issue.hint}`;
  const head = `${issue.path}:${issue.line}:${issue.column}  ${issue.message}${hint}`;
  if (issue.excerpt === "") return head;
  const { text, caret } = clip(issue.excerpt, issue.column - 1);
  return `${head}\n    ${text}\n    ${caret}^`;
}

const WIDTH = 100;

/** A window of the line around the column; tabs stay tabs under themselves, so the caret lines up. */
function clip(line: string, at: number): { readonly text: string; readonly caret: string } {
  const from = at < WIDTH ? 0 : at - WIDTH / 2;
  const text = line.slice(from, from + WIDTH);
  const caret = text.slice(0, at - from).replace(/[^\t]/g, " ");
  return { text, caret };
}

/** File order, then message: the order in which a reader works through them. */
export function compareIssues(a: Issue, b: Issue): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  if (a.column !== b.column) return a.column - b.column;
  return a.message < b.message ? -1 : Number(a.message > b.message);
}
