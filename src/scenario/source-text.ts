import type { Issue } from "./issue.ts";

/** How the scenario reads other files; the command gives one that knows the disk. */
export interface FileSource {
  read(
    path: string,
  ):
    | { readonly ok: true; readonly bytes: Uint8Array }
    | { readonly ok: false; readonly reason: string };
}

/** The text of a file, or the one issue that stands against reading it. */
export type SourceText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issue: Issue };

export const YAML_LIMIT_BYTES: number = 16 * 1024 * 1024;
export const CSV_LIMIT_BYTES: number = 512 * 1024 * 1024;

/** Reads a file as UTF-8 text; refuses by size before it looks inside. */
export function readText(path: string, files: FileSource, limitBytes: number): SourceText {
  const file = files.read(path);
  if (!file.ok) return refuse(path, `cannot be read: ${file.reason}`);
  const { bytes } = file;
  if (bytes.length > limitBytes) {
    const mebibytes = Math.ceil(bytes.length / 1024 / 1024);
    return refuse(path, `is ${mebibytes} MiB; the limit is ${limitBytes / 1024 / 1024} MiB`);
  }
  if (bytes.includes(0)) return refuse(path, "is a binary file (it holds a NUL byte)");
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return refuse(path, "is no text (its bytes are not UTF-8)");
  }
}

function refuse(path: string, message: string): SourceText {
  return { ok: false, issue: { path, line: 1, column: 1, message, excerpt: "" } };
}

/** `relative` as seen from the file `from`; both with forward slashes. */
export function resolvePath(from: string, relative: string): string {
  if (relative.startsWith("/")) return relative;
  const parts = from.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    const last = parts.at(-1);
    if (part === "..") {
      if (last === undefined || last === "..") parts.push(part);
      else if (last !== "") parts.pop();
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
