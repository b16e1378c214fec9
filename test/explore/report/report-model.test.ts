import { describe, expect, it } from "vitest";
import type { LedgerCounts } from "../../../src/explore/report-charts.ts";
import type { ReportModel } from "../../../src/explore/report-model.ts";
import { summarise } from "../../../src/explore/run-many.ts";
import { jsonDocument } from "../../../src/report/json.ts";
import type { RunReport } from "../../../src/report/run-report.ts";
import { terminalReport } from "../../../src/report/terminal.ts";
import { plain } from "../../report/fixture.ts";
import { countsOnPage } from "./page-counts.ts";
import { type Asked, neverHandedOver, type Reported, reported, slowGate } from "./reported.ts";

const WINDOW = "{ key-by: k }, { window: tumbling 1 s }";
const CASES: Readonly<Record<string, Asked>> = {
  "that passes": { handover: ", deletion-delay: 5 s", sink: ", restore-state: false" },
  "that loses records": { handover: ", deletion-delay: 1 s", changed: slowGate(4_000_000) },
  "that duplicates records": { handover: ", deletion-delay: 0 s" },
  "without a gate": { handover: ", protocol: basic" },
  "that is rolled back": { handover: ", deletion-delay: 5 s, gate-timeout: 2 s" },
  "in which nothing is handed over": { changed: neverHandedOver },
  "with windows behind the gate": { graph: `[{ map: enrich }, gate, ${WINDOW}, sink]` },
  "with windows in front of the gate": { graph: `[{ map: enrich }, ${WINDOW}, gate, sink]` },
  "with a gate behind a shuffle": { graph: "[{ map: enrich }, { key-by: k }, gate, sink]" },
};

const made = new Map<string, Reported>();

function reportOf(name: string): Reported {
  const known = made.get(name);
  if (known !== undefined) return known;
  const fresh = reported(CASES[name]);
  made.set(name, fresh);
  return fresh;
}

describe.each(Object.keys(CASES))("the report of a run %s", (name) => {
  it("counts what the verdict, the terminal and JSON count", () => {
    const { subject, model } = reportOf(name);
    const { verdict } = subject.shown;
    expect(model.verdict.headline).toEqual(verdict.headline);
    expect(model.verdict.status).toBe(verdict.status);
    expect(model.verdict.properties.map(numbers)).toEqual(verdict.properties.map(numbers));
    const asRun = runReport(subject, model);
    const { runs } = JSON.parse(jsonDocument("0.0.0", 0, [asRun])) as JsonRuns;
    expect(runs[0]?.report).toEqual(model);
    expect(runs[0]?.shown.verdict.headline).toEqual(model.verdict.headline);
    const terminal = terminalReport(asRun, plain).replaceAll("\u00a0", " ");
    const { lost, duplicated, pending } = model.verdict.headline;
    expect(terminal).toContain(`${spaced(lost)} lost, ${spaced(duplicated)} duplicated`);
    expect(terminal).toContain(`${spaced(pending)} pending`);
  });

  it("says the same counts in every place of its page", () => {
    const { model } = reportOf(name);
    const { lost, duplicated } = model.verdict.headline;
    const page = countsOnPage(model);
    for (const { title, status, failures, checked } of model.verdict.properties) {
      const text = page.checked[title] ?? "";
      if (status === "fail") expect(text, title).toMatch(new RegExp(`^${failures} (of|in) `));
      if (status === "fail" || (status === "pass" && !/ (s|ms|min)/.test(text)))
        expect(text, title).toContain(`${checked} `);
    }
    if (lost > 0) expect(page.headline).toMatch(new RegExp(`^${lost} (record|result)s? lost`));
    if (duplicated > 0) expect(page.headline).toContain(`${duplicated} `);
    expect(page.inLanes).toEqual([lost, sumOfDuplicates(model)]);
    expect(page.listed).toBe(model.data.failures.shown.length);
    expect(page.said["timeline"]).toContain(`${model.timeline.inRun} `);
  });

  it("has every output in its ledger, and no other", () => {
    const { headline } = reportOf(name).model.verdict;
    const { total } = reportOf(name).model.ledger;
    const { lost, duplicated, wrong, pending } = headline;
    expect(total).toMatchObject({ lost, duplicated, wrong, pending });
    const lanes = reportOf(name).model.timeline;
    const counted = [...lanes.lanes, ...lanes.groups].reduce(
      (sum, { counts }) => sum + counts.lost,
      0,
    );
    expect(counted).toBe(lost);
    expect(sumOf(total) - total.duplicated).toBeLessThanOrEqual(headline.due + headline.pending);
  });

  it("shows each failure once, under a name of its own", () => {
    const { failures } = reportOf(name).model.data;
    const ids = failures.shown.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(Math.min(500, failures.total));
    const counts = Object.values(failures.byKind).reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(failures.total);
  });

  it("stands each shown failure on the lane of its partition or window, if that is drawn", () => {
    const { timeline, data } = reportOf(name).model;
    const ofLane = timeline.lanes.map(({ failures }) => failures);
    data.failures.shown.forEach(({ id, lane }) => {
      expect(ofLane.flatMap((ids, i) => (ids.includes(id) ? [i] : []))).toEqual(
        lane < 0 ? [] : [lane],
      );
    });
    if (timeline.groups.length > 0) return;
    expect(data.failures.shown.filter(({ lane }) => lane < 0)).toEqual([]);
  });

  it("sorts all lost and duplicated outputs that gates judged into classes", () => {
    const { causes, verdict } = reportOf(name).model;
    const explained = causes.causes.reduce((sum, { count }) => sum + count, 0);
    expect(explained + causes.unexplained).toBe(reportOf(name).model.data.failures.total);
    if (name.startsWith("with windows behind")) return;
    expect(explained).toBe(verdict.headline.lost + verdict.headline.duplicated);
  });

  it("gives the same bytes a second time", () => {
    const again = reported(CASES[name]).model;
    expect(JSON.stringify(again)).toBe(JSON.stringify(reportOf(name).model));
  });

  it("is plain JSON", () => {
    const { model } = reportOf(name);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });
});

describe("the report's charts", () => {
  it("show how a gate opens, compares and closes, and each change of the controller", () => {
    const { handover } = reportOf("that passes").model;
    const states = handover.gates.map(({ role, states: spans }) => [
      role,
      spans.map(({ state }) => state).join(" "),
    ]);
    expect(states).toEqual([
      ["outgoing", "open filtering closed down"],
      ["outgoing", "open filtering closed down"],
      ["incoming", "closed filtering open"],
      ["incoming", "closed filtering open"],
    ]);
    expect(handover.controller.map(({ state }) => state)).toEqual([
      "ACTIVE_GREEN",
      "SAVEPOINTING_GREEN",
      "TRANSITIONING_TO_BLUE",
      "ACTIVE_BLUE",
    ]);
  });

  it("tell when each gate heard of the toggle: once, and not before it was written", () => {
    const { handover } = reportOf("that loses records").model;
    const learning = handover.deliveries.filter(({ isLearning }) => isLearning);
    expect(learning.map(({ gate }) => gate).toSorted()).toEqual([0, 1, 2, 3]);
    for (const { at, sentAt, via } of learning) {
      expect(at).toBeGreaterThanOrEqual(handover.toggle?.writtenAt ?? 0);
      if (via === "watch") expect(at - sentAt).toBeGreaterThan(0);
    }
    const slow = handover.gates[3];
    expect(slow?.isDecisive).toBe(true);
    expect((slow?.heardAt ?? 0) - (handover.toggle?.writtenAt ?? 0)).toBeGreaterThan(4_000_000);
  });

  it("have as many ticks as records that gates let pass in the window", () => {
    const { timeline } = reportOf("that passes").model;
    const ticks = timeline.lanes.flatMap(({ rails }) => [
      rails.outgoing.ticks,
      rails.incoming.ticks,
    ]);
    const sum = ticks.reduce(
      (all, { at, count }) => all + at.length + count.reduce((a, b) => a + b, 0),
      0,
    );
    expect(sum).toBe(timeline.inWindow);
    const { visibleOf } = reportOf("that passes").model.verdict.headline;
    expect(timeline.inRun).toBe(visibleOf.outgoing + visibleOf.incoming);
  });

  it("draw watermarks that never fall while an attempt lasts", () => {
    const { lines } = reportOf("that passes").model.watermarks;
    expect(lines.map(({ role, subtask }) => `${role} ${subtask}`)).toHaveLength(4);
    for (const { t, wm } of lines) {
      expect(t).toEqual(t.toSorted((a, b) => a - b));
      const known = wm.filter((value) => value !== null);
      expect(known).toEqual(known.toSorted((a, b) => a - b));
    }
  });

  it("show every transaction of the window, and which ended well", () => {
    const { transactions } = reportOf("that passes").model;
    const { facts } = reportOf("that passes").subject.shown;
    expect(transactions?.counts.transactions).toBe(facts.transactions.length);
    const committed = facts.transactions.filter(({ state }) => state === "committed");
    expect(transactions?.counts.committed).toBe(committed.length);
    for (const { openedAt, preCommittedAt, endedAt, state } of transactions?.bars ?? []) {
      if (state !== "committed") continue;
      expect(openedAt).toBeLessThanOrEqual(preCommittedAt ?? 0);
      expect(preCommittedAt).toBeLessThanOrEqual(endedAt ?? 0);
    }
  });

  it("count what readers saw by job, and how long it took", () => {
    const { output, verdict } = reportOf("that passes").model;
    const seen = [...output.visible.outgoing, ...output.visible.incoming].reduce(
      (a, b) => a + b,
      0,
    );
    expect(seen).toBe(output.overall.outputs);
    expect(seen).toBeLessThanOrEqual(verdict.headline.visible);
    const { p50, p95, p99, max } = output.overall;
    expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].toSorted((a, b) => a! - b!));
    expect(output.first.outgoing).toBeLessThan(output.first.incoming ?? 0);
  });

  it("leave no margin, no advice and no gauge where no run was allowed", () => {
    const { advice, gauge, margins } = reportOf("that loses records").model;
    expect({ advice, gauge, margins }).toEqual({
      advice: { changes: [], best: null },
      gauge: null,
      margins: [],
    });
  });
});

interface JsonRuns {
  readonly runs: readonly {
    readonly report: ReportModel;
    readonly shown: { readonly verdict: { readonly headline: unknown } };
  }[];
}

function numbers({
  name,
  status,
  checked,
  failures,
}:
  | ReportModel["verdict"]["properties"][number]
  | RunReport["shown"]["verdict"]["properties"][number]) {
  return { name, status, checked, failures };
}

/** As terminal and JSON take it. */
function runReport(
  { scenario, digests, shown, file, inputs }: Reported["subject"],
  model: ReportModel,
): RunReport {
  const { header } = model;
  return {
    file,
    inputs,
    title: header.title,
    question: header.question,
    jobs: header.jobs,
    keyNames: undefined,
    clock: { epochMillis: scenario.options.epochMillis, speed: 1 },
    notModelled: [],
    summary: summarise(digests),
    digests,
    shown,
    expectation: undefined,
    model,
  };
}

function sumOf({
  onceByOutgoing,
  onceByIncoming,
  lost,
  duplicated,
  wrong,
  pending,
}: LedgerCounts): number {
  return onceByOutgoing + onceByIncoming + lost + duplicated + wrong + pending;
}

function spaced(count: number): string {
  return count.toString().replace(/(?<=\d)(?=(\d{3})+$)/g, " ");
}

function sumOfDuplicates({ timeline }: ReportModel): number {
  return [...timeline.lanes, ...timeline.groups].reduce(
    (sum, { counts }) => sum + counts.duplicated,
    0,
  );
}
