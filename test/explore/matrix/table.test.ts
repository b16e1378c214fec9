import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cellOf } from "../../../src/explore/matrix/cell.ts";
import { survivors } from "../../../src/explore/matrix/matrix.ts";
import { matrixPage } from "../../../src/report/html/matrix/matrix-page.ts";
import { matrixJson } from "../../../src/report/matrix/matrix-json.ts";
import { matrixMarkdown } from "../../../src/report/matrix/matrix-markdown.ts";
import { PROTOCOL_CHOICES } from "../../../src/scenario/protocol-choice.ts";
import { withExcerpt } from "./excerpt.ts";
import { committedMatrix, shippedHazards, untrueCells } from "./table.ts";

const matrix = committedMatrix();

/** Without its style, which asks for no new page. */
function contentOf(page: string): string {
  return page.slice(page.indexOf("</style>"));
}

describe("the committed table", () => {
  it("has every hazard that is shipped, in its words; if not: npm run generate, or npm run matrix", () => {
    expect(matrix.rows.map(({ cells: _, ...row }) => row)).toEqual(shippedHazards());
    expect(matrix.protocols).toEqual(PROTOCOL_CHOICES);
  });

  // Each row and each column has some of them.
  it("is true: of some of its cells the seed shows again what it says; if not: npm run matrix", () => {
    expect(untrueCells(matrix, (row, column) => (row + 3 * column) % 8 === 0)).toEqual([]);
  });

  it("is the same as Markdown, as a page and for programs", () => {
    const read = (name: string): string => readFileSync(`scenarios/${name}`, "utf8");
    expect(read("matrix.json")).toBe(matrixJson(matrix));
    expect(read("MATRIX.md")).toBe(matrixMarkdown(matrix, "scenarios/"));
    expect(contentOf(read("matrix.html"))).toBe(contentOf(matrixPage(matrix)));
  });

  it("is shown in part by the README; if not: npm run matrix, then npm run generate", () => {
    const readme = readFileSync("README.md", "utf8");
    expect(withExcerpt(readme, matrix)).toBe(readme);
    expect(withExcerpt(readme, { ...matrix, rows: matrix.rows.slice(1) })).not.toBe(readme);
  });

  it("has a way of handing over that survives all that can be survived", () => {
    expect(survivors(matrix)).toContain("stop-with-savepoint");
  });

  it("would be seen to be wrong: a cell that says something else", () => {
    const [row] = matrix.rows.filter(({ file }) => file.endsWith("c1-incoming-lags.yaml"));
    if (row === undefined) throw new Error("there is no such hazard");
    const column = matrix.protocols.indexOf("offset-cut");
    const held = { seed: 1, doubts: [], missed: [], outcome: "handed-over" as const };
    const gap = cellOf([{ ...held, status: "fail", findings: [{ kind: "gap", count: 1 }] }]);
    const planted = { ...matrix, rows: [{ ...row, cells: row.cells.with(column, gap) }] };
    expect(untrueCells(planted, (_, at) => at === column)).toEqual([
      "scenarios/unsafe/c1-incoming-lags.yaml offset-cut: gap, now pass",
    ]);
  });
});
