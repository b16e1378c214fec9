import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FindingKind as OracleKind } from "../../src/oracle/verdict.ts";
import { FINDING_KINDS, type FindingKind } from "../../src/scenario/finding-kinds.ts";
import { type FileSource, formatIssue, loadScenario } from "../../src/scenario/load-scenario.ts";
import { scenariosTable } from "../../src/scenario/scenarios-table.ts";
import { scenarioJsonSchema } from "../../src/scenario/schema.ts";

const files: FileSource = {
  read: (path) =>
    existsSync(path)
      ? { ok: true, bytes: readFileSync(path) }
      : { ok: false, reason: "no such file" },
};
const paths = ["flights.yaml"].concat(
  ["safe", "unsafe", "faults"].flatMap((folder) =>
    readdirSync(`scenarios/${folder}`)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => `${folder}/${name}`),
  ),
);
const load = (path: string) => {
  const loaded = loadScenario(`scenarios/${path}`, files);
  if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  return loaded.scenario;
};

describe("the shipped scenarios", () => {
  it.each(paths)("%s loads, asks a question, expects a verdict, in 30 lines", (path) => {
    const scenario = load(path);
    expect(scenario.question).toMatch(/\?$/);
    expect(scenario.expect).toBeDefined();
    expect(readFileSync(`scenarios/${path}`, "utf8").split("\n").length).toBeLessThanOrEqual(31);
  });

  it("are listed in their README as they are", () => {
    const table = scenariosTable(paths.map((path) => ({ path, scenario: load(path) })));
    expect(readFileSync("scenarios/README.md", "utf8")).toBe(table);
  });

  it("have a schema for editors that is current", () => {
    expect(JSON.parse(readFileSync("scenarios/scenario.schema.json", "utf8"))).toEqual(
      JSON.parse(JSON.stringify(scenarioJsonSchema())),
    );
  });

  it("the flights run from the first arrival, an hour a second", () => {
    const { options } = load("flights.yaml");
    const { traffic } = options.source;
    if (traffic.kind !== "captured") throw new Error("not captured");
    expect(traffic.partition.length).toBe(20_000);
    expect(Math.min(...traffic.arrivalMicros)).toBe(0);
    expect(Math.max(...traffic.arrivalMicros)).toBeLessThan(options.durationMicros);
  });

  it("can expect exactly the oracle's kinds of findings", () => {
    const same: readonly OracleKind[] = FINDING_KINDS;
    const back: FindingKind = "gap" as OracleKind;
    expect([new Set(same).size, back]).toEqual([14, "gap"]);
  });
});
