import { describe, expect, it } from "vitest";
import { impurities, PURE } from "./purity.ts";
import { projectFiles, read } from "./source-files.ts";

describe("the pure core", () => {
  it("has no clock, timer, promise, locale, machine-dependent sum or Node module", () => {
    const files = projectFiles().filter((file) => PURE.test(file));
    expect(files.length).toBeGreaterThan(0);
    const found = files.flatMap((file) => impurities(read(file)).map((what) => `${file}:${what}`));
    expect(found).toEqual([]);
  });
});

describe("the guard of the pure core", () => {
  it.each([
    ["const now = Date.now();", "1: Date"],
    ["const now = performance.now();", "1: performance"],
    ["setTimeout(() => 1, 2);", "1: setTimeout"],
    ["setInterval(() => 1, 2);", "1: setInterval"],
    ["setImmediate(() => 1);", "1: setImmediate"],
    ["queueMicrotask(() => 1);", "1: queueMicrotask"],
    ["const luck = Math.random();", "1: Math.random"],
    ['const luck = Math["random"]();', "1: Math.random"],
    ["const cube = Math.pow(x, 3);", "1: Math.pow"],
    ["const cube = x ** 3;", "1: **"],
    ["const many = 2 ** n;", "1: **"],
    ["x **= 2;", "1: **="],
    ["const order = a.localeCompare(b);", "1: localeCompare"],
    ["const text = new Intl.NumberFormat();", "1: Intl"],
    ["async function f() {}", "1: async"],
    ["const f = async () => 1;", "1: async"],
    ["class C { async f() {} }", "1: async"],
    ["\nawait f();", "2: await"],
    ["for await (const x of xs) {}", "1: await"],
    ["let later: Promise<number>;", "1: Promise"],
    ["const mode = process.env;", "1: process"],
    ['import { readFileSync } from "node:fs";', "1: node:fs"],
    ['import type { Stats } from "fs";', "1: fs"],
    ['export * from "node:fs";', "1: node:fs"],
    ['const fs = import("./x.ts");', "1: import()"],
    ["const weak = new WeakRef(x);", "1: WeakRef"],
    ["const book = new FinalizationRegistry(f);", "1: FinalizationRegistry"],
    ["globalThis.x = 1;", "1: globalThis"],
    ["const sorted = xs.sort();", "1: sort() without an order"],
    ["const sorted = xs.toSorted();", "1: toSorted() without an order"],
  ])("refuses %s", (source, what) => {
    expect(impurities(source)).toContain(what);
  });

  it.each([
    "const range = 2 ** 32 + 2 ** -54;",
    "class Operator { process(x: number): number { return x; } }",
    "operator.process(1);",
    "xs.sort((a, b) => a - b);",
    "// Date.now() and a Promise in a comment\nconst text = 'process';",
  ])("lets %s pass", (source) => {
    expect(impurities(source)).toEqual([]);
  });
});
