import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { LiveParts } from "../src/explore/live/live-parts.ts";
import type { ReportModel } from "../src/explore/report-model.ts";
import { type Packed, unpack } from "../src/explore/report-pack.ts";
import type { ClientScript } from "../src/report/html/page/document.ts";

/** A page taken apart into what it was made from. */
export interface ReadPage {
  readonly text: string;
  readonly model: ReportModel;
  readonly script: ClientScript;
  readonly live: LiveParts | undefined;
}

/** Reads a page that `handover run --report` wrote. */
export function readPage(file: string): ReadPage {
  const text = readFileSync(file, "utf8");
  const bytesOf = (id: string): Buffer | undefined => {
    const found = new RegExp(`id="${id}">([^<]*)<`).exec(text)?.[1];
    return found === undefined ? undefined : gunzipSync(Buffer.from(found, "base64"));
  };
  const model = unpack(JSON.parse(String(bytesOf("report-data"))) as Packed) as ReportModel;
  const json = bytesOf("live-data")?.toString();
  const columns = bytesOf("live-columns") ?? new Uint8Array();
  const [, script = ""] = /<script>([\s\S]*)<\/script>\n<\/body>/.exec(text) ?? [];
  const [, sha256 = ""] = /script-src &#39;sha256-([^&]*)&#39;/.exec(text) ?? [];
  const live = json === undefined ? undefined : { json, columns };
  return { text, model, script: { text: script, sha256 }, live };
}
