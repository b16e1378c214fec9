/** Data that the page carries: base64 of gzip, each in a script element that never runs. */
import { type Packed, unpack } from "../../explore/report-pack.ts";
import { byId } from "./dom.ts";

/** Undefined: the page has no such island. */
export async function islandBytes(id: string): Promise<Uint8Array | undefined> {
  const response = unzipped(id);
  return response === undefined ? undefined : new Uint8Array(await response.arrayBuffer());
}

export async function islandText(id: string): Promise<string | undefined> {
  return unzipped(id)?.text();
}

/** What was packed by columns. */
export async function island<T>(id: string): Promise<T | undefined> {
  const text = await islandText(id);
  return text === undefined ? undefined : (unpack(JSON.parse(text) as Packed) as T);
}

function unzipped(id: string): Response | undefined {
  const text = byId(id)?.textContent;
  if (text === undefined || text === null) return undefined;
  const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}
