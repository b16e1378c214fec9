/** Part of the build: writes the pages' scripts beside the compiled code. */
import { mkdirSync, writeFileSync } from "node:fs";
import { bundledClient } from "./bundle-client.ts";
import { clientFile } from "./client-script.ts";

for (const name of ["live", "report"] as const) {
  const file = clientFile(name, new URL("../../dist/cli/", import.meta.url));
  mkdirSync(new URL("./", file), { recursive: true });
  writeFileSync(file, await bundledClient(name));
}
