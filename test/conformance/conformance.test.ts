import { readdirSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CORPORA, strange } from "./corpora.ts";
import { type Corpus, outcomeOf, type RecordedCase } from "./corpus.ts";
import { readCases, SHIPPED } from "./recordings.ts";

const files = readdirSync(SHIPPED, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".jsonl.gz"))
  .map((file) => file.replaceAll("\\", "/").replace(".jsonl.gz", ""));

function casesOf({ file, read }: Corpus): readonly RecordedCase[] {
  return readCases(new URL(`${file}.jsonl.gz`, SHIPPED), read);
}

describe("the shipped recordings", () => {
  it("all belong to a corpus", () => {
    const known = CORPORA.map(({ file }) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !known.includes(file))).toEqual([]);
  });

  it("are there for every corpus", () => {
    expect(CORPORA.map(({ file }) => file).filter((file) => !files.includes(file))).toEqual([]);
  });

  it("count as not supported where nothing of ours is held against them", () => {
    const recorded: RecordedCase = { id: "x", versions: ["1.20.3"], fields: {} };
    const { replay } = strange("folder/unknown");
    expect(outcomeOf(replay, recorded, "1.20.3").kind).toBe("unsupported");
  });

  it("take 6 MB at most", () => {
    const sizes = readdirSync(SHIPPED, { recursive: true, encoding: "utf8" }).map(
      (file) => statSync(new URL(file, SHIPPED)).size,
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(6 * 2 ** 20);
  });

  it("have one name a corpus", () => {
    const names = CORPORA.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(CORPORA.map((corpus) => [corpus.name, corpus] as const))("%s", (_name, corpus) => {
  const cases = casesOf(corpus);
  const { rules, faults } = corpus;

  it(`is answered as Flink did, in ${cases.length} cases (${rules.join(", ")})`, () => {
    const others = cases.flatMap((recorded) =>
      recorded.versions.flatMap((version) => {
        const outcome = outcomeOf(corpus.replay, recorded, version);
        const isFine = outcome.kind === "equal" || outcome.kind === "left out";
        return isFine ? [] : [{ id: recorded.id, version, ...outcome }];
      }),
    );
    expect(cases.length).toBeGreaterThan(0);
    expect(others.slice(0, 3)).toEqual([]);
    expect(others).toHaveLength(0);
  });

  it("can be seen to fail", () => {
    expect(faults.length).toBeGreaterThan(0);
  });

  it.each(faults.map((fault) => [fault.name, fault] as const))("fails when %s", (_, fault) => {
    const noticed = cases.some((recorded) =>
      recorded.versions.some(
        (version) => outcomeOf(fault.replay, recorded, version).kind === "different",
      ),
    );
    expect(noticed).toBe(true);
  });
});
