import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ClientScript } from "../report/html/page/document.ts";
import type { ClientName } from "./bundle-client.ts";

const isSource = import.meta.url.endsWith(".ts");
const known = new Map<ClientName, ClientScript>();

/** The script of a page: built, or, from source, bundled on the spot. */
export async function clientScript(name: ClientName): Promise<ClientScript> {
  const before = known.get(name);
  if (before !== undefined) return before;
  const text = isSource
    ? await bundled(name)
    : readFileSync(clientFile(name, import.meta.url), "utf8");
  const sha256 = createHash("sha256").update(text).digest("base64");
  const script = { text, sha256 };
  known.set(name, script);
  return script;
}

/** Where the build puts it, as seen from the compiled `cli`. */
export function clientFile(name: ClientName, cli: string | URL): URL {
  return new URL(`../report/client/${name}.js`, cli);
}

/** Only here is the bundler loaded, which who installs the package does not have. */
async function bundled(name: ClientName): Promise<string> {
  const { bundledClient } = await import("./bundle-client.ts");
  return bundledClient(name);
}
