import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { reasonOf } from "./files.ts";

const BLOCK = 1 << 20;

/** What stands against writing that file; found before any work is done for it. */
export function unwritable(path: string): string | undefined {
  const folder = statSync(dirname(path), { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true) return `there is no folder ${dirname(path)}`;
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return "it is a directory";
  // A rename would put a file in the place of a device or a pipe.
  return there === undefined || there.isFile() ? undefined : "it is no regular file";
}

/**
 * Writes the file whole or not at all: under another name first, then renamed. Gives the reason if
 * it cannot, and leaves nothing behind.
 */
export function writeWhole(path: string, parts: Iterable<string>): string | undefined {
  const temporary = `${path}.${process.pid}.part`;
  let isOurs = false;
  try {
    const file = openSync(temporary, "wx");
    isOurs = true;
    try {
      for (const block of blocks(parts)) writeFileSync(file, block);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    if (isOurs) rmSync(temporary, { force: true });
    return reasonOf(error);
  }
}

function* blocks(parts: Iterable<string>): Generator<string> {
  let block = "";
  for (const part of parts) {
    block += part;
    if (block.length < BLOCK) continue;
    yield block;
    block = "";
  }
  yield block;
}
