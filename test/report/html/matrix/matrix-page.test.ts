import { describe, expect, it } from "vitest";
import type { Matrix } from "../../../../src/explore/matrix/matrix.ts";
import { matrixPage } from "../../../../src/report/html/matrix/matrix-page.ts";
import { matrixMarkdown } from "../../../../src/report/matrix/matrix-markdown.ts";

const HOSTILE = "</td><script>alert(1)</script> | `code` [x](http://e.vil)";

function matrixOf(what: string): Matrix {
  const counts = { seeds: 4, rolledBack: 0, inconclusive: 0, seed: 3 };
  return {
    seeds: 4,
    protocols: ["basic", "offset-cut"],
    rows: [
      {
        ...{ theme: "pace", what, question: what, file: "scenarios/a.yaml" },
        cells: [
          { ...counts, kind: "gap", harms: [{ harm: "gap", seeds: 1, most: 7 }], pass: 3 },
          { kind: "n/a", reason: what, setting: "pipeline.graph" },
        ],
      },
    ],
  };
}

describe("the page of the table", () => {
  it("has a link from each cell to what came in full, and the command that shows it again", () => {
    const page = matrixPage(matrixOf("The new job lags"));
    const targets = [...page.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBe(3);
    for (const id of targets) expect(page).toContain(`id="${id}"`);
    expect(page).toContain("handover run scenarios/a.yaml --protocol basic --seed 3");
    expect(page).toContain(
      "gap in 1 of 4 seeds, 7\u00a0records lost at most; exactly once in 3 of 4",
    );
  });

  it("says which protocols survive, and that none does where none does", () => {
    expect(matrixPage(matrixOf("x"))).toContain("No way of handing over survives every mishap");
  });

  it("runs nothing and asks for nothing, whatever the names hold", () => {
    const page = matrixPage(matrixOf(HOSTILE));
    expect(page).not.toMatch(/<script|<link rel="(?!icon)|src="|http:\/\/e\.vil"/);
    expect(page).toContain("&lt;script&gt;");
  });
});

describe("the table as Markdown", () => {
  it("lets no name become a cell, code or a link", () => {
    const text = matrixMarkdown(matrixOf(HOSTILE), "scenarios/");
    const row = text.split("\n").find((line) => line.includes("](a.yaml)")) ?? "";
    expect(row).toContain("\\`code\\`");
    expect(row.replaceAll("\\|", "").split("|")).toHaveLength(5);
  });
});
