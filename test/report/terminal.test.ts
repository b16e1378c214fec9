import { describe, expect, it } from "vitest";
import { filesLine, printed, terminalReport, verdictOnly } from "../../src/report/terminal.ts";
import { failingOutcome, marked, outcomeOf, plain, reportOf } from "./fixture.ts";

const failing = reportOf([failingOutcome()]);
const passing = reportOf([outcomeOf()]);

describe("the report in a terminal", () => {
  it("says what failed first, with a counterexample, and the verdict last", () => {
    expect(terminalReport(failing, plain)).toMatchInlineSnapshot(`
      "  orders                                               Green ×2 → Blue ×4   seed 7   inputs 3f9c21a
        Does every order come out once?

        ✕ FAIL  No record lost                        3 of 120 records
                p0·0 (key 0, 1970-01-01 00:00:01), came at −400 ms: readers never saw it
        ✕ FAIL  No record duplicated                  1 of 117 records
                p1·5 (key 3, 1970-01-01 00:00:01.050): written by Green/0 (readable at −349 ms) and again
                by Blue/0 (readable at +101 ms)
        ✓ pass  Every result as the reference has it  117 records
        ✓ pass  Order kept per key                    4 key sequences
        ✓ pass  Nothing came from nowhere             117 records
        ✓ pass  All emitted committed                 2 transactions
        ✓ pass  One writer at a time                  117 records
        ✓ pass  Visible in time                       117 records       +499 ms  visible-within
        ✓ pass  Hand-over ends                        500 ms            +500 ms  handed-over-within
        ✓ pass  One job is left                       6 facts
        ✓ pass  No long silence                       234 pauses        +299 ms  silence
        ✓ pass  Nothing vanished                      3 balances
        ✓ pass  Put to the test                       1 probe
                not applicable: Late are the same records

        Records    120 in, 120 due, 118 visible: 97 by Green, 21 by Blue
                   3 lost, 1 duplicated, 0 pending
        Hand-over  began at 400 ms, toggle written +200 ms, Green crossed +400 ms, Green deleted +500 ms,
                   done
        Gates      toggle 1970-01-01 00:00:01.500, learned by 2 of 2 gates from +200 ms to +300 ms,
                   crossed by 1 of 2 gates at +400 ms
                   1 too late (E1): Blue/0 judged p1·12 at +290 ms without the toggle
        Replay     handover run scenarios/orders.yaml --seed 7

      FAIL  2 of 13 properties
      "
    `);
  });

  it("says what holds, by how much, and what nobody asked for", () => {
    expect(terminalReport(passing, plain)).toMatchInlineSnapshot(`
      "  orders                                               Green ×2 → Blue ×4   seed 1   inputs 3f9c21a
        Does every order come out once?

        ✓ pass  No record lost                        120 records
        ✓ pass  No record duplicated                  120 records
        ✓ pass  Every result as the reference has it  120 records
        ✓ pass  Order kept per key                    4 key sequences
        ✓ pass  Nothing came from nowhere             120 records
        ✓ pass  All emitted committed                 2 transactions
        ✓ pass  One writer at a time                  120 records
        ✓ pass  Visible in time                       120 records      +499 ms  visible-within
        ✓ pass  Hand-over ends                        500 ms           +500 ms  handed-over-within
        ✓ pass  One job is left                       6 facts
        ✓ pass  No long silence                       239 pauses       +299 ms  silence
        ✓ pass  Nothing vanished                      3 balances
        ✓ pass  Put to the test                       1 probe
                not applicable: Late are the same records

        Records    120 in, 120 due, 120 visible: 100 by Green, 20 by Blue
                   0 lost, 0 duplicated, 0 pending
        Hand-over  began at 400 ms, done +500 ms
        Replay     handover run scenarios/orders.yaml --seed 1

      PASS  13 of 13 properties
      "
    `);
  });

  it("drops columns and the unit before it breaks a row at 60 columns", () => {
    expect(terminalReport(failing, { ...plain, columns: 40 })).toMatchInlineSnapshot(`
      "  orders       Green ×2 → Blue ×4   seed 7   inputs 3f9c21a
        Does every order come out once?

        ✕ FAIL  No record lost                        3 of 120
                p0·0 (key 0, 1970-01-01 00:00:01), came at
                −400 ms: readers never saw it
        ✕ FAIL  No record duplicated                  1 of 117
                p1·5 (key 3, 1970-01-01 00:00:01.050): written by
                Green/0 (readable at −349 ms) and again by Blue/0
                (readable at +101 ms)
        ✓ pass  Every result as the reference has it  117
        ✓ pass  Order kept per key                    4
        ✓ pass  Nothing came from nowhere             117
        ✓ pass  All emitted committed                 2
        ✓ pass  One writer at a time                  117
        ✓ pass  Visible in time                       117
        ✓ pass  Hand-over ends                        500 ms
        ✓ pass  One job is left                       6
        ✓ pass  No long silence                       234
        ✓ pass  Nothing vanished                      3
        ✓ pass  Put to the test                       1
                not applicable: Late are the same records

        Records    120 in, 120 due, 118 visible: 97 by Green,
                   21 by Blue
                   3 lost, 1 duplicated, 0 pending
        Hand-over  began at 400 ms, toggle written +200 ms,
                   Green crossed +400 ms, Green deleted +500 ms,
                   done
        Gates      toggle 1970-01-01 00:00:01.500,
                   learned by 2 of 2 gates from +200 ms to
                   +300 ms, crossed by 1 of 2 gates at +400 ms
                   1 too late (E1): Blue/0 judged p1·12 at
                   +290 ms without the toggle
        Replay     handover run scenarios/orders.yaml --seed 7

      FAIL  2 of 13 properties
      "
    `);
  });

  it.each([
    20, 60, 61, 72, 80, 100, 120, 121, 400,
  ])("keeps every line within %s columns", (columns) => {
    const title = "a title that is much longer than there is room for in one line of a terminal";
    const width = Math.min(120, Math.max(60, columns));
    for (const charset of ["utf-8", "ascii"] as const) {
      const text = terminalReport({ ...failing, title }, { ...plain, columns, charset });
      const widths = text.split("\n").map((line) => [...line].length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(width);
    }
  });

  it("uses ASCII alone where the terminal has no more", () => {
    const text = terminalReport(failing, { ...plain, charset: "ascii" });
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toContain("  x FAIL  No record lost");
    expect(text).toContain("  v pass  Order kept per key");
    expect(text).toContain("Green x2 -> Blue x4");
  });

  it("colours jobs only as names, failures red, duplicates yellow, and leaves what holds alone", () => {
    const text = terminalReport(failing, marked);
    expect(text).toContain("[green|Green] ×2 → [blue|Blue] ×4");
    expect(text).toContain("  [failed|✕ FAIL]  No record lost");
    expect(text).toContain("[duplicate|1 duplicated]");
    expect(text).toContain("  ✓ pass  Order kept per key");
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/^\[failed\|FAIL\] {2}2 of 13 properties$/);
  });

  it("means the same without its colours", () => {
    const bare = terminalReport(failing, marked).replace(/\[[a-z]+\|([^\]]*)\]/g, "$1");
    expect(bare).toBe(terminalReport(failing, plain));
  });

  it("shows no control character of a name as such", () => {
    const title = "\u001b[2Jorders\r\nPASS\u202e";
    const text = terminalReport({ ...failing, title }, plain);
    for (const sign of ["\u001b", "\r", "\u202e"]) expect(text).not.toContain(sign);
    expect(text).toContain("�[2Jorders��PASS�");
  });

  it("quotes a file in the replay line as a shell wants it", () => {
    const file = "my scenarios/it's.yaml";
    expect(terminalReport({ ...failing, file }, plain)).toContain(
      "handover run 'my scenarios/it'\\''s.yaml' --seed 7",
    );
  });

  it("names a job by its role where both have one colour, and adds the name it was given", () => {
    const { outgoing, incoming } = failing.jobs;
    const jobs = { outgoing: { ...outgoing, colour: "BLUE" as const }, incoming };
    expect(terminalReport({ ...failing, jobs }, plain)).toContain("outgoing ×2 → incoming ×4");
    const named = { outgoing, incoming: { ...incoming, name: "orders-v42" } };
    const text = terminalReport({ ...failing, jobs: named }, plain);
    expect(text).toContain("Green ×2 → Blue orders-v42 ×4");
  });
});

describe("the counts of records", () => {
  it("add up: visible = due − lost + duplicated, and the jobs' shares make the whole", () => {
    const { headline } = failing.shown.verdict;
    const { due, visible, visibleOf, lost, duplicated } = headline;
    expect(visible).toBe(due - lost + duplicated);
    expect(visibleOf.outgoing + visibleOf.incoming).toBe(visible);
    expect(terminalReport(failing, plain)).toContain(
      `120 in, ${due} due, ${visible} visible: ${visibleOf.outgoing} by Green, ${visibleOf.incoming} by Blue`,
    );
  });
});

describe("the line of the verdict", () => {
  it.each([
    [[outcomeOf()], "PASS  13 of 13 properties"],
    [[failingOutcome()], "FAIL  2 of 13 properties"],
    [
      [failingOutcome(7), outcomeOf({}, { seed: 8 })],
      "FAIL  2 of 13 properties, 1 of 2 seeds (rate 1.3 % to 98.7 %)",
    ],
    [
      [failingOutcome(7), failingOutcome(8)],
      "FAIL  2 of 13 properties, 2 of 2 seeds (rate ≥ 15.8 %)",
    ],
  ])("tells properties and seeds (%#)", (outcomes, line) => {
    expect(verdictOnly(reportOf(outcomes), plain)).toBe(`${line}\n`);
  });

  it("bounds the rate that 200 clean seeds leave possible", () => {
    const outcome = outcomeOf();
    const seeds = Array.from({ length: 200 }, (_, i) => ({ ...outcome, seed: i + 1 }));
    expect(verdictOnly(reportOf(seeds), plain)).toBe(
      "PASS  13 of 13 properties, 0 of 200 seeds failed (rate ≤ 1.8 %)\n",
    );
  });

  it("is INCONCLUSIVE where nothing was handed over, and says so", () => {
    const { handover } = outcomeOf().facts;
    const none = outcomeOf({ facts: { handover: { ...handover, outcome: "none" } } });
    expect(verdictOnly(reportOf([none]), plain)).toBe("INCONCLUSIVE  nothing was handed over\n");
    expect(verdictOnly(reportOf([none, outcomeOf({}, { seed: 2 })]), plain)).toBe(
      "INCONCLUSIVE  nothing was handed over, 1 of 2 seeds\n",
    );
  });

  it("says whether it is what the file expects", () => {
    const met = reportOf([failingOutcome()], {}, { verdict: "fail", findings: [] });
    expect(verdictOnly(met, plain)).toBe("FAIL  2 of 13 properties, as expected\n");
    const other = reportOf([failingOutcome()], {}, { verdict: "fail", findings: ["gap"] });
    expect(verdictOnly(other, plain)).toBe(
      "FAIL  2 of 13 properties, but fail (gap) was expected\n",
    );
    const text = terminalReport(other, plain);
    expect(text).toContain("  Expect     fail (gap): not met, fail (gap, duplicate) came\n");
  });

  it("says where the page is, and what it weighs", () => {
    const page = { path: "out/report.html", bytes: 412_345 };
    const text = terminalReport({ ...reportOf([outcomeOf()]), page }, plain);
    expect(text.replaceAll("\u00a0", " ")).toContain("  Report     out/report.html  (412 kB)\n");
  });

  it("sums up several files", () => {
    const line = (...isGood: boolean[]): string => {
      const results = isGood.map((good, i) => ({ file: `${i}.yaml`, isGood: good }));
      return printed([filesLine(results)], plain);
    };
    expect(line(true, true)).toBe("PASS  2 of 2 files\n");
    expect(line(true, false, false)).toBe("FAIL  2 of 3 files: 1.yaml, 2.yaml\n");
  });
});
