/**
 * Writes what is made of the scenarios: their table, the schema for editors, and, without running
 * anything, the words of the table of protocols against hazards and the README's excerpt of it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { matrixPage } from "../../src/report/html/matrix/matrix-page.ts";
import { matrixJson } from "../../src/report/matrix/matrix-json.ts";
import { matrixMarkdown } from "../../src/report/matrix/matrix-markdown.ts";
import { withExcerpt } from "../explore/matrix/excerpt.ts";
import { committedMatrix, withNewWords } from "../explore/matrix/table.ts";
import { generated } from "./shipped-files.ts";

const matrix = withNewWords(committedMatrix());
const texts = {
  ...generated(),
  "scenarios/matrix.json": matrixJson(matrix),
  "scenarios/MATRIX.md": matrixMarkdown(matrix, "scenarios/"),
  "scenarios/matrix.html": matrixPage(matrix),
  "README.md": withExcerpt(readFileSync("README.md", "utf8"), matrix),
};
for (const [path, text] of Object.entries(texts)) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
