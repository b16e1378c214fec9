import { describe, expect, it } from "vitest";
import { runTool } from "./programs.ts";

const sections = "files,exports,types,dependencies,unlisted,unresolved,duplicates";

describe("dead code", () => {
  it("is not in the tree", () => {
    const { status, output } = runTool("knip", [
      "--include",
      sections,
      "--no-progress",
      "--no-config-hints",
    ]);
    expect(output.trim()).toBe("");
    expect(status).toBe(0);
  });

  it("is found when planted: an unused file and an unused export", () => {
    const folder = "test/architecture/planted/dead";
    const { status, output } = runTool(
      "knip",
      ["--include", sections, "--no-progress", "--no-config-hints"],
      folder,
    );
    expect(status).toBe(1);
    expect(output).toContain("src/orphan.ts");
    expect(output).toMatch(/unused +function +src\/part\.ts/);
    expect(output).not.toMatch(/\bused +function/);
  });
});
