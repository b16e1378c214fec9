import { readFileSync } from "node:fs";

/** The version in package.json, which is two folders up from source and build alike. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { readonly version?: unknown }).version);
}
