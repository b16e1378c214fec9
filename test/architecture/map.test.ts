import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LAYERS } from "./arrows.ts";
import { offTheMap } from "./map.ts";

const readme = readFileSync(new URL("../../src/README.md", import.meta.url), "utf8");
const folders = readdirSync(new URL("../../src", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("the map in src/README.md", () => {
  it("has every folder, and the arrows as they are held", () => {
    expect(folders.length).toBeGreaterThan(0);
    expect(offTheMap(readme, folders, LAYERS)).toEqual([]);
  });

  it("is seen to lack a folder, or to have one too many", () => {
    expect(offTheMap(readme, [...folders, "planted"], LAYERS)).toEqual(["planted: no row"]);
    const fewer = folders.filter((folder) => folder !== "cli");
    expect(offTheMap(readme, fewer, LAYERS)).toEqual(["cli: no such folder"]);
  });

  it("is seen to allow what is refused, and the reverse", () => {
    const { oracle: _, ...others } = LAYERS;
    expect(offTheMap(readme, folders, { ...others, oracle: "^src/oracle/" })).toEqual([
      "oracle: may not import engine",
    ]);
    expect(offTheMap(readme, folders, { ...others, oracle: "^src/(engine|model)/" })).toEqual([
      "oracle: may import model",
    ]);
  });
});
