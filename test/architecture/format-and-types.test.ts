import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runTool } from "./programs.ts";
import { root } from "./source-files.ts";

// `npm test` runs both tools over the tree; here they are only seen to find something.

describe("format and lint", () => {
  it("refuse a planted file in the pure core: form, default export, clock", () => {
    const ugly = readFileSync(`${root}/test/architecture/planted/style/ugly.ts`, "utf8");
    // The rules of the core go by folder, so the planted tree has one like it.
    const folder = mkdtempSync(`${root}/test/architecture/planted/style-`);
    try {
      const settings = JSON.parse(readFileSync(`${root}/biome.json`, "utf8"));
      settings.vcs = { enabled: false };
      settings.files = { includes: ["**"] };
      delete settings.$schema;
      writeFileSync(`${folder}/biome.json`, JSON.stringify(settings));
      writeFileSync(`${folder}/package.json`, "{}");
      const core = `${folder}/src/engine`;
      mkdirSync(core, { recursive: true });
      writeFileSync(`${core}/ugly.ts`, ugly);
      const at = folder.slice(root.length);
      const { status, output } = runTool("biome", ["ci", "src"], at);
      expect(status).toBe(1);
      expect(output).toContain("noRestrictedGlobals");
      expect(output).toContain("noDefaultExport");
      expect(output).toMatch(/formatter|format/i);
      expect(output).toContain("Checked 1 file");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("types", () => {
  it("refuse a planted file: wrong type, export without one, enum", () => {
    const { status, output } = runTool("tsc", ["-p", "test/architecture/planted/types"]);
    expect(status).not.toBe(0);
    expect(output).toContain("TS2322");
    expect(output).toContain("TS9010");
    expect(output).toContain("TS1294");
  });
});
