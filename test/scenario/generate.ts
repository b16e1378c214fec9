/** Writes what is made of the scenarios: their table, the schema for editors, the README's excerpt. */
import { readFileSync, writeFileSync } from "node:fs";
import { withExcerpt } from "../explore/matrix/excerpt.ts";
import { committedMatrix } from "../explore/matrix/table.ts";
import { generated } from "./shipped-files.ts";

const readme = withExcerpt(readFileSync("README.md", "utf8"), committedMatrix());
for (const [path, text] of Object.entries({ ...generated(), "README.md": readme })) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
