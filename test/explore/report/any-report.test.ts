import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildReport } from "../../../src/explore/report/build-report.ts";
import type { ReportModel } from "../../../src/explore/report-model.ts";
import { simulate } from "../../../src/explore/run-scenario.ts";
import { loadReport, savedReport } from "../../../src/explore/saved-report.ts";
import { digestOf } from "../../../src/explore/seed-digest.ts";
import type { RunOptions } from "../../../src/model/options.ts";
import { anyRun } from "../../support/any-run.ts";
import { effort } from "../../support/effort.ts";

function reportOf(options: RunOptions, seed: number, reruns: number): ReportModel {
  const shown = simulate(options, {}, seed);
  const scenario = {
    ...{ title: "any", question: "", options, properties: {}, settings: [] },
    importedButNotModelled: [],
  };
  const digests = [digestOf(shown)];
  return buildReport(
    { file: "any.yaml", version: "0", inputs: "", scenario, digests, shown },
    { reruns },
  );
}

describe("the report of any run", () => {
  it("counts what the verdict counts, and is what it was when it is loaded again", () => {
    fc.assert(
      fc.property(anyRun, fc.nat(1_000), (options, seed) => {
        const model = reportOf(options, seed, 0);
        const { headline, fingerprint } = model.verdict;
        const { lost, duplicated, pending } = headline;
        expect(fingerprint).toBe(simulate(options, {}, seed).fingerprint);
        expect(model.ledger.total).toMatchObject({ lost, duplicated, pending });
        const classes = model.causes.causes.reduce((sum, { count }) => sum + count, 0);
        expect(classes + model.causes.unexplained).toBe(model.data.failures.total);
        const loaded = loadReport("run.json", savedReport(model));
        expect(loaded).toMatchObject({ ok: true });
        expect(loaded.ok && JSON.stringify(loaded.model)).toBe(JSON.stringify(model));
      }),
      effort(30),
    );
  });

  it("has slices that are 1-minimal or says that they are not", () => {
    fc.assert(
      fc.property(anyRun, fc.nat(1_000), (options, seed) => {
        for (const { slice } of reportOf(options, seed, 25).causes.causes) {
          const { kept, removed, aside, isMinimal, candidates } = slice;
          if (isMinimal) expect(kept.length + removed.length + aside.length).toBe(candidates);
        }
      }),
      effort(8),
    );
  });
});
