import { describe, expect, it } from "vitest";
import type { ReportModel } from "../../src/explore/report-model.ts";
import { type Packed, pack, unpack } from "../../src/explore/report-pack.ts";
import { loadReport, savedReport } from "../../src/explore/saved-report.ts";
import { formatIssue } from "../../src/scenario/issue.ts";
import { checkSavedRun } from "../../src/scenario/saved-run/saved-run.ts";
import { reported, slowGate } from "./report/reported.ts";

const { model } = reported({
  handover: ", deletion-delay: 1 s",
  changed: slowGate(4_000_000),
  rest: "faults: [{ at: outgoing-crossed + 10 ms, kill: outgoing/task/0/0 }]",
  reruns: 60,
});
const text = savedReport(model);

/** The first line of what is wrong with a text; undefined: nothing. */
function wrongWith(saved: string): string | undefined {
  const loaded = loadReport("run.json", saved);
  return loaded.ok ? undefined : formatIssue(loaded.issues[0]!).split("\n")[0];
}

function saved(change: (plain: Plain) => void): string {
  const plain = JSON.parse(JSON.stringify(model)) as Plain;
  change(plain);
  return JSON.stringify({ handover: "run", schema: "1.0", report: pack(plain) });
}

type Plain = Record<string, unknown>;

describe("a saved run", () => {
  it("is the report it was, to the byte", () => {
    const loaded = loadReport("run.json", text);
    expect(loaded.ok).toBe(true);
    if (!loaded.ok) return;
    expect(JSON.stringify(loaded.model)).toBe(JSON.stringify(model));
    expect(savedReport(loaded.model)).toBe(text);
  });

  it("may be of a later version that only added something", () => {
    expect(wrongWith(text.replace('"schema":"1.0"', '"schema":"1.7"'))).toBe(undefined);
    const added = saved((plain) => {
      plain["weather"] = "fine";
    });
    expect(wrongWith(added)).toBe(undefined);
  });

  it.each([
    ["", "run.json:1:1  the JSON ends too early"],
    ['{\n "handover": "run",\n "schema": oops }', "run.json:3:12  this is no JSON"],
    ["title: a scenario\n", "run.json:1:1  this is no JSON"],
    ["[1, 2]", "run.json:1:1  this is no saved run; handover run FILE --save writes one"],
    ['{ "runs": [] }', "run.json:1:1  this is no saved run; handover run FILE --save writes one"],
    [
      '{ "handover": "run",\n  "schema": "2.0" }',
      "run.json:2:13  a saved run of schema 2.0; this version reads 1.x",
    ],
    [
      '{ "handover": "run", "schema": 1 }',
      "run.json:1:32  a saved run of schema unknown; this version reads 1.x",
    ],
    [
      '{ "handover": "run", "schema": "1.0" }',
      "run.json:1:1  report: expected object, received null",
    ],
  ])("is refused where it is something else: %j", (given, message) => {
    expect(wrongWith(given)).toBe(message);
  });

  it("is refused where it breaks off", () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = text.slice(0, Math.floor(text.length * share));
      expect(wrongWith(cut)).toMatch(
        /^run\.json:1:\d+ {2}(this is no JSON|the JSON ends too early)$/,
      );
    }
  });

  it("is refused with an index that points to nothing", () => {
    const of = (change: (changed: ReportModel) => ReportModel): string | undefined =>
      wrongWith(savedReport(change(JSON.parse(JSON.stringify(model)) as ReportModel)));
    const { failures } = model.data;
    const moved = failures.shown.map((one) => ({ ...one, cause: 99 }));
    expect(
      of((m) => ({ ...m, data: { ...m.data, failures: { ...failures, shown: moved } } })),
    ).toContain("a cause points to nothing");
    expect(of((m) => ({ ...m, gauge: { ...m.gauge!, margin: 99 } }))).toContain(
      "the gauge's margin points to nothing",
    );
    expect(of((m) => ({ ...m, verdict: { ...m.verdict, first: "gap:p9·9" } }))).toContain(
      "the first failure points to nothing",
    );
  });
});

/** One leaf for each place of the report's shape; list entries count as one place. */
function* places(
  value: unknown,
  path: readonly (string | number)[] = [],
  seen = new Set<string>(),
): Generator<readonly (string | number)[]> {
  const shape = path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
  if (typeof value !== "object" || value === null) {
    if (!seen.has(shape)) yield path;
    seen.add(shape);
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    yield* places(part, [...path, Array.isArray(value) ? Number(key) : key], seen);
  }
}

/** Values of settings and details are anybody's. */
const FREE =
  /^data\.settings\.\d+\.(value|default)|\.detail\.|\.keyNames\.|\.changed\.|\.counts\.|advice\..*\.(from|to)$/;

describe("each value of a saved run", () => {
  const all = [...places(model)].filter((path) => !FREE.test(path.join(".")));

  it("is looked at: a list in its place is refused", () => {
    expect(all.length).toBeGreaterThan(250);
    const accepted = all.filter((path) => {
      const plain = JSON.parse(JSON.stringify(model)) as Plain;
      const parent = path
        .slice(0, -1)
        .reduce<unknown>((part, step) => (part as Plain)[step], plain);
      (parent as Plain)[path.at(-1)!] = ["</script>"];
      return checkSavedRun(plain).ok;
    });
    expect(accepted.map((path) => path.join("."))).toEqual([]);
  });

  it("is told by its path when it is wrong", () => {
    const file = saved((plain) => {
      (plain["header"] as Plain)["seed"] = "seven";
    });
    expect(wrongWith(file)).toMatch(
      /^run\.json:1:\d+ {2}header\.seed: expected number, received string$/,
    );
  });
});

it("unpacks what it packed", () => {
  expect(unpack(JSON.parse(JSON.stringify(pack(model))) as Packed)).toEqual(model);
});
