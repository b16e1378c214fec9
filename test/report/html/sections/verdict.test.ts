import { describe, expect, it } from "vitest";
import type { PropertyRow } from "../../../../src/explore/report-facts.ts";
import type { ReportModel } from "../../../../src/explore/report-model.ts";
import { gaugeChart } from "../../../../src/report/html/sections/gauge.ts";
import { headline, lead } from "../../../../src/report/html/words/headline-words.ts";
import { namesOf } from "../../../../src/report/html/words/prose.ts";
import { modelOf } from "../fixture.ts";

const model = modelOf();

/** The model with the run elsewhere on the gauge's axis, its edge between those two. */
function standing(used: number, holds: number, fails: number): ReportModel {
  const { gauge, margins } = model;
  if (gauge === null) throw new Error("the fixture has a gauge");
  const edge = { usedMicros: used, holdsAtMicros: holds, failsAtMicros: fails };
  const marginMicros = used >= holds ? used - fails : used - holds;
  return {
    ...model,
    gauge: { ...gauge, usedMicros: used },
    margins: margins.map((one, i) =>
      i === gauge.margin ? { ...one, ...edge, marginMicros } : one,
    ),
  };
}

function gaugeText(of: ReportModel): string {
  return (gaugeChart(of)?.text ?? "").replace(/<[^>]*>/g, "|");
}

describe("the gauge", () => {
  it("says how much was missing, and of how much", () => {
    expect(gaugeText(standing(5e6, 6.7e6, 6.6e6))).toContain(
      "1.7\u00a0s short of the 6.7\u00a0s that this run needed",
    );
  });

  it("says what was needed where nothing is in use", () => {
    expect(gaugeText(standing(0, 6.7e6, 6.6e6))).toContain("this run needed 6.7\u00a0s");
  });

  it("claims no edge that was not looked for closely", () => {
    expect(gaugeText(standing(1e6, 15e6, 11e6))).toContain("this run needed up to 15\u00a0s");
  });

  it("says how far a run is that holds", () => {
    expect(gaugeText(standing(10e6, 6.7e6, 6.6e6))).toContain("3.4\u00a0s away from failing");
  });
});

describe("the line under the verdict", () => {
  const text = (of: ReportModel): string => lead(of, namesOf(of)).text.replace(/<[^>]*>/g, "");

  it("names the first failure and what both jobs did with it", () => {
    expect(text(model)).toMatch(
      /^First lost: p\d+·\d+ \(.*\): Blue .*, and Green did not know the toggle yet/,
    );
  });

  it("says what was seen where one job wrote the same output twice, as its gates decided alike", () => {
    const attempts = {
      role: "outgoing",
      subtask: 0,
      attempt: 0,
      transaction: -1,
      visibleAt: 1e6,
    } as const;
    const twice = { ...attempts, attempt: 1, visibleAt: 2e6 };
    const properties = model.verdict.properties.map(
      (property): PropertyRow =>
        property.name === "no-gap" && property.witness !== null
          ? {
              ...property,
              ...({ name: "no-duplicate", kind: "duplicate" } as const),
              witness: { ...property.witness, earlier: attempts, appearance: twice },
            }
          : property,
    );
    const told = text({ ...model, verdict: { ...model.verdict, properties } });
    expect(told).toMatch(/^First: p\d+·\d+ .*written by Blue\/0 .* again by Blue\/0 \(attempt 2/);
  });

  it("says what was seen of a failure that no gate explains", () => {
    const causes = { causes: [], unexplained: 3 };
    const failures = model.data.failures.shown.map((one) => ({ ...one, cause: null }));
    const unexplained: ReportModel = {
      ...model,
      causes,
      data: { ...model.data, failures: { ...model.data.failures, shown: failures } },
    };
    expect(text(unexplained)).toMatch(/^First: p\d+·\d+ .*readers never saw it/);
  });
});

describe("the headline", () => {
  const { properties } = model.verdict;
  const failing = (name: (typeof properties)[number]["name"], unit: string): string => {
    const [one] = properties;
    if (one === undefined) throw new Error("the fixture has properties");
    const failed = { ...one, name, unit, status: "fail" as const, failures: 3 };
    const counts = { ...model.verdict.headline, lost: 0, duplicated: 0, wrong: 0, phantom: 0 };
    return headline({ verdict: { ...model.verdict, headline: counts, properties: [failed] } });
  };

  it("says what is wrong where no output is lost or came twice", () => {
    expect(failing("handed-over", "hand-overs")).toBe("The hand-over does not end");
    expect(failing("alike", "records")).toBe("3\u00a0records differ between the jobs");
    expect(failing("order", "key sequences")).toBe("3\u00a0key sequences out of order");
  });
});
