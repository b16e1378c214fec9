import type { Read } from "./units.ts";

/** One setting of a run: its value, its default, and where the value came from. */
export interface Setting {
  readonly path: string;
  /** The manifest's key that sets it too, where there is one. */
  readonly key?: string;
  readonly value: unknown;
  readonly default: unknown;
  readonly isDefault: boolean;
  readonly from: "scenario" | "manifest" | "default";
}

/** A manifest's settings by flat key; `fault` reports a wrong value at its place. */
export interface KeyedSettings {
  get(key: string): string | undefined;
  fault(key: string, message: string): void;
}

/** How a manifest sets a value: its keys, the current one first, and how its text is read. */
export interface ManifestKey<T> {
  readonly keys: readonly string[];
  read(text: string): { readonly ok: true; readonly value: T } | Extract<Read, { ok: false }>;
}

/** Settles one setting of a part: its path within the part, what the file gives, the default. */
export type Take = <T>(path: string, given: T | undefined, fallback: T, key?: ManifestKey<T>) => T;

/** Settles each setting, scenario over manifest over default, and remembers what it settled. */
export class Settings {
  readonly list: Setting[] = [];

  take<T>(
    path: string,
    given: T | undefined,
    fallback: T,
    manifest?: KeyedSettings,
    source?: ManifestKey<T>,
  ): T {
    const imported = source === undefined ? undefined : fromManifest(manifest, source);
    const value = given ?? imported ?? fallback;
    const key = source?.keys[0];
    this.list.push({
      path,
      ...(key === undefined ? {} : { key }),
      value,
      default: fallback,
      isDefault: JSON.stringify(value) === JSON.stringify(fallback),
      from: given !== undefined ? "scenario" : imported !== undefined ? "manifest" : "default",
    });
    return value;
  }
}

/** Every key is read, so that a wrong value under an old name is found too; the first present wins. */
function fromManifest<T>(
  manifest: KeyedSettings | undefined,
  source: ManifestKey<T>,
): T | undefined {
  let found: T | undefined;
  for (const key of source.keys) {
    const text = manifest?.get(key);
    if (text === undefined) continue;
    const read = source.read(text);
    if (read.ok) found ??= read.value;
    else manifest?.fault(key, `${key}: ${read.reason}`);
  }
  return found;
}
