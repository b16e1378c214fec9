/** Writes what is made of the scenarios: their table and the schema for editors. */
import { writeFileSync } from "node:fs";
import { generated } from "./shipped-files.ts";

for (const [path, text] of Object.entries(generated())) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
