import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { byCodeUnit } from "../engine/code-unit-order.ts";
import { didYouMean } from "../scenario/nearest.ts";
import { CSV_LIMIT_BYTES, type FileSource } from "../scenario/source-text.ts";

/** Files of this machine's disk, and a hash over all that was read. */
export class DiskFiles implements FileSource {
  readonly #hash = createHash("sha256");

  /** `version`: ours, which is an input too, as a seed gives the same bytes within one alone. */
  constructor(version: string) {
    this.#add(Buffer.from(version));
  }

  read(path: string): ReturnType<FileSource["read"]> {
    const refusal = refusalOf(path);
    if (refusal !== undefined) return { ok: false, reason: refusal };
    try {
      const bytes = readFileSync(path);
      this.#add(bytes);
      return { ok: true, bytes };
    } catch (error) {
      return { ok: false, reason: reasonOf(error) };
    }
  }

  /** Hexadecimal; over contents, not names, so that a folder can move. */
  get hash(): string {
    return this.#hash.copy().digest("hex");
  }

  /** With its length, so that no two lists of files look alike. */
  #add(bytes: Uint8Array): void {
    this.#hash.update(`${bytes.length}\n`).update(bytes);
  }
}

/** Looks before it opens: a pipe would wait for ever, a device has no end. */
function refusalOf(path: string): string | undefined {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return "it is a directory";
    if (!stats.isFile()) return "it is no regular file";
    if (stats.size <= CSV_LIMIT_BYTES) return undefined;
    const mebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
    return `it is ${mebibytes(stats.size)} MiB; the limit is ${mebibytes(CSV_LIMIT_BYTES)} MiB`;
  } catch (error) {
    const hint = codeOf(error) === "ENOENT" ? neighbourOf(path) : undefined;
    return hint === undefined ? reasonOf(error) : `${reasonOf(error)}; ${hint}`;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "a part of its path is no directory",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a directory",
  ELOOP: "its links go round in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
};

/** What the system has against a file, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** A file of the same folder whose name is close. */
function neighbourOf(path: string): string | undefined {
  try {
    return didYouMean(basename(path), readdirSync(dirname(path)).toSorted(byCodeUnit));
  } catch {
    return undefined;
  }
}
