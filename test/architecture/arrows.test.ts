import { describe, expect, it } from "vitest";
import { brokenArrows } from "./arrows.ts";
import { root } from "./source-files.ts";

describe("the import arrows", () => {
  it("point as src/README.md says, types included", async () => {
    const { modules, broken } = await brokenArrows(root);
    expect(modules).toBeGreaterThan(50);
    expect(broken).toEqual([]);
  });
});

describe("the guard of the arrows", () => {
  it("finds each planted violation and nothing else", async () => {
    const { modules, broken } = await brokenArrows(`${root}/test/architecture/planted/arrows`);
    expect(modules).toBeGreaterThan(9);
    expect(broken).toMatchInlineSnapshot(`
      [
        "(commander|@commander-js/extra-typings|piscina|tsx)-only-in-its-place: src/explore/two.ts -> ../../../../node_modules/commander/typings/esm.d.mts",
        "(yaml|zod)-only-in-its-place: src/explore/one.ts -> ../../../../node_modules/yaml/dist/index.d.ts",
        "d3[a-z-]*-only-in-its-place: src/explore/two.ts -> ../../../../node_modules/d3/dist/d3.mjs",
        "engine-arrows: src/engine/up.ts -> src/model/part.ts",
        "no-cycle: src/explore/one.ts -> src/explore/two.ts",
        "no-missing: src/report/knows.ts -> ./gone.ts",
        "node-only-in-cli: src/engine/up.ts -> fs",
        "oracle-arrows: src/oracle/knows.ts -> src/model/part.ts",
        "report-arrows: src/report/knows.ts -> src/cli/main.ts",
        "report-arrows: src/report/knows.ts -> src/model/part.ts",
        "scenario-arrows: src/scenario/reach.ts -> src/model/part.ts",
        "seedrandom-only-in-its-place: src/explore/two.ts -> ../../../../node_modules/seedrandom/index.js",
      ]
    `);
  });
});
