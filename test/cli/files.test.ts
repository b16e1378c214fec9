import {
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { DiskFiles, reasonOf } from "../../src/cli/files.ts";
import { TraceRecorder } from "../../src/cli/trace-recorder.ts";
import { unwritable, writeWhole } from "../../src/cli/write-whole.ts";
import { loadScenario } from "../../src/scenario/load-scenario.ts";
import { folderOf } from "./scenario-folder.ts";

function hashOf(version: string, ...contents: readonly string[]): string {
  const names = contents.map((_, i) => `${i}`);
  const folder = folderOf(Object.fromEntries(contents.map((text, i) => [`${i}`, text])));
  const disk = new DiskFiles(version);
  for (const name of names) disk.read(`${folder}/${name}`);
  return disk.hash;
}

describe("the hash of the inputs", () => {
  it("is over version, contents and their limits, not over names", () => {
    expect(hashOf("1", "a", "b")).toBe(hashOf("1", "a", "b"));
    const others = [
      hashOf("2", "a", "b"),
      hashOf("1", "ab", ""),
      hashOf("1", "b", "a"),
      hashOf("1", "a"),
    ];
    expect(new Set([hashOf("1", "a", "b"), ...others]).size).toBe(5);
    expect(hashOf("1", "a")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("covers the files that a scenario names", () => {
    const scenario = "source: { kind: trace, file: rows.csv }";
    const rows = "partition,key,event_time_ms,arrival_time_ms\n0,k,1000,1000\n";
    const of = (csv: string): string => {
      const disk = new DiskFiles("1");
      expect(
        loadScenario(`${folderOf({ "s.yaml": scenario, "rows.csv": csv })}/s.yaml`, disk).ok,
      ).toBe(true);
      return disk.hash;
    };
    expect(of(rows)).toBe(of(rows));
    expect(of(rows)).not.toBe(of(rows.replace("0,k,", "0,l,")));
  });
});

describe("a file that cannot be read", () => {
  it("is refused for its kind or size before it is opened", () => {
    const folder = folderOf({ "huge.csv": "" });
    truncateSync(`${folder}/huge.csv`, 2 ** 29 + 1);
    mkdirSync(`${folder}/sub`);
    symlinkSync("loop", `${folder}/loop`);
    const disk = new DiskFiles("1");
    const reason = (name: string): string | undefined => {
      const read = disk.read(`${folder}/${name}`);
      return read.ok ? undefined : read.reason;
    };
    expect(reason("huge.csv")).toBe("it is 513 MiB; the limit is 512 MiB");
    expect(reason("sub")).toBe("it is a directory");
    expect(reason("loop")).toBe("its links go round in a circle");
    expect(reason("huge.cvs")).toBe('there is no such file; did you mean "huge.csv"?');
    expect(reason("huge.csv/x")).toBe("a part of its path is no directory");
    expect(reason("no/x")).toBe("there is no such file");
    expect(reason("n".repeat(300))).toBe("its name is too long");
  });

  it("is refused at 200 MiB where a scenario was expected", () => {
    const folder = folderOf({ "big.yaml": "" });
    truncateSync(`${folder}/big.yaml`, 200 * 2 ** 20);
    const loaded = loadScenario(`${folder}/big.yaml`, new DiskFiles("1"));
    if (loaded.ok) throw new Error("it was taken");
    expect(loaded.issues.map(({ message }) => message)).toEqual([
      "is 200 MiB; the limit is 16 MiB",
    ]);
  });

  it("says permission denied as such, and what is not known as the system does", () => {
    expect(reasonOf(Object.assign(new Error("EACCES: x"), { code: "EACCES" }))).toBe(
      "permission denied",
    );
    expect(reasonOf(Object.assign(new Error("EBUSY: busy"), { code: "EBUSY" }))).toBe(
      "EBUSY: busy",
    );
  });
});

describe("a file that is written", () => {
  it("is there whole, or as it was before", () => {
    const folder = folderOf({ "out.json": "before" });
    const path = `${folder}/out.json`;
    function* breaking(): Generator<string> {
      yield "x".repeat(3_000_000);
      throw new Error("no more");
    }
    expect(writeWhole(path, breaking())).toBe("no more");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(writeWhole(path, ["a", "b"])).toBeUndefined();
    expect(readFileSync(path, "utf8")).toBe("ab");
    expect(readdirSync(folder)).toEqual(["out.json"]);
  });

  it("does not follow a name that somebody else has taken", () => {
    const folder = folderOf({});
    const path = `${folder}/out.json`;
    writeFileSync(`${path}.${process.pid}.part`, "theirs");
    expect(writeWhole(path, ["a"])).toMatch(/EEXIST/);
    expect(readFileSync(`${path}.${process.pid}.part`, "utf8")).toBe("theirs");
  });

  it("takes no directory, device or folder that is not there for its place", () => {
    const folder = folderOf({ "out.json": "" });
    expect(unwritable(`${folder}/out.json`)).toBeUndefined();
    expect(unwritable(`${folder}/new.json`)).toBeUndefined();
    expect(unwritable(folder)).toBe("it is a directory");
    expect(unwritable("/dev/null")).toBe("it is no regular file");
    expect(unwritable(`${folder}/no/new.json`)).toMatch(/^there is no folder /);
  });
});

describe("a recorded trace", () => {
  it("says how much it does not hold", () => {
    const recorder = new TraceRecorder(2);
    for (const at of [1, 2, 3]) recorder.emit({ at, where: "a", what: "b" });
    expect([recorder.entries.length, recorder.dropped]).toEqual([2, 1]);
  });
});
