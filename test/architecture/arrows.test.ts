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
    expect(broken).toMatchInlineSnapshot();
  });
});
