/** Data that the page carries: base64 of gzip of JSON, each in a script element that never runs. */
import { byId } from "./dom.ts";

/** Undefined: the page has no such island. */
export async function island<T>(id: string): Promise<T | undefined> {
  const text = byId(id)?.textContent;
  if (text === undefined || text === null) return undefined;
  const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(unpacked).text()) as T;
}
