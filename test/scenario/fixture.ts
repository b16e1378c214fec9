import { type FileSource, type Loaded, loadScenario } from "../../src/scenario/load-scenario.ts";

/** A disk in memory. */
export function disk(files: Readonly<Record<string, string | Uint8Array>>): FileSource {
  return {
    read: (path) => {
      const content = files[path];
      if (content === undefined) return { ok: false, reason: "no such file" };
      return {
        ok: true,
        bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
      };
    },
  };
}

/** Loads `s.yaml` with that text, beside other files. */
export function load(
  text: string | Uint8Array,
  others: Readonly<Record<string, string>> = {},
): Loaded {
  return loadScenario("s.yaml", disk({ "s.yaml": text, ...others }));
}

/** The problems as `file:line:column  message; hint`, without excerpts. */
export function problems(loaded: Loaded): string[] {
  if (loaded.ok) return [];
  return loaded.issues.map(
    ({ path, line, column, message, hint }) =>
      `${path}:${line}:${column}  ${message}${hint === undefined ? "" : `; ${hint}`}`,
  );
}
