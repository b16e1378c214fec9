import { describe, expect, it } from "vitest";
import { projectFiles, read } from "./source-files.ts";
import { foldersWithoutReadme, LONG_FUNCTIONS, longFunctions, tooLong, untidy } from "./tidy.ts";

const files = projectFiles();
const isText = (file: string): boolean =>
  /(\.(ts|mjs|json|md|ya?ml|html|css)|\.ci\/run)$/.test(file);
const sources = files.filter((file) => file.startsWith("src/") && file.endsWith(".ts"));

describe("the tree", () => {
  it("names files for what they hold and leaves no loose ends or paths of one machine", () => {
    const found = files.flatMap((file) => untidy(file, isText(file) ? read(file) : ""));
    expect(found).toEqual([]);
  });

  it("has no source file over 300 lines", () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap((file) => tooLong(file, read(file)))).toEqual([]);
  });

  it("has no function over 50 lines but those listed, and lists no other", () => {
    const found = sources.flatMap((file) => longFunctions(file, read(file)));
    const isListed = (long: string): boolean =>
      LONG_FUNCTIONS.some((name) => long.startsWith(name));
    expect(found.filter((long) => !isListed(long))).toEqual([]);
    const stale = LONG_FUNCTIONS.filter((name) => !found.some((long) => long.startsWith(name)));
    expect(stale).toEqual([]);
  });

  it("explains every folder in a README.md", () => {
    expect(foldersWithoutReadme(files)).toEqual([]);
  });
});

describe("the guard of the tree", () => {
  const machine = ["", "home", "somebody", "x.ts"].join("/");
  const beyond = ["..", "shared", "x"].join("/");
  const left = `// ${"TO" + "DO"}: later`;

  it("sees vague names, machine paths, paths outside and loose ends", () => {
    expect(untidy("src/model/utils.ts", "")).toHaveLength(1);
    expect(untidy("src/helpers/x.ts", "")).toHaveLength(1);
    expect(untidy("src/x.ts", `const file = "${machine}";`)).toHaveLength(1);
    expect(untidy("src/x.ts", `see ${beyond}`)).toHaveLength(1);
    expect(untidy("src/x.ts", left)).toHaveLength(1);
  });

  it("lets numbered work and ordinary words pass", () => {
    expect(untidy("src/network.ts", `// ${"TO" + "DO"} #12: later`)).toEqual([]);
    expect(untidy("src/x.ts", 'import { x } from "./work/home.ts"; // and/or root')).toEqual([]);
  });

  it("counts lines of files and of functions", () => {
    expect(tooLong("src/x.ts", "\n".repeat(301))).toHaveLength(1);
    expect(tooLong("src/x.ts", "\n".repeat(300))).toEqual([]);
    const body = (lines: number): string => `// é\nfunction f() {${"\n".repeat(lines - 1)}}\n`;
    expect(longFunctions("src/x.ts", body(51))).toEqual(["src/x.ts:2: function of 51 lines"]);
    expect(longFunctions("src/x.ts", body(50))).toEqual([]);
    const program = `#!/usr/bin/env node\n${body(51)}`;
    expect(longFunctions("src/x.ts", program)).toEqual(["src/x.ts:3: function of 51 lines"]);
    const method = `class C {\n#m() {${"\n".repeat(50)}}\n}`;
    expect(longFunctions("src/x.ts", method)).toEqual(["src/x.ts:2: function of 51 lines"]);
  });

  it("misses a README.md, at the top and in src too", () => {
    expect(foldersWithoutReadme(["src/engine/x.ts", "src/engine/README.md"])).toEqual(["src", "."]);
    expect(foldersWithoutReadme(["README.md", "src/README.md"])).toEqual([]);
  });
});
