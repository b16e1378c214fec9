import { describe, expect, it } from "vitest";
import { failureTest } from "../../../src/report/client/failure-query.ts";
import { modelOf } from "../html/fixture.ts";

const { shown } = modelOf().data.failures;
const lost = shown.find(({ kind }) => kind === "gap")!;
const facts = {
  outcome: () => "lost",
  keyName: () => "key Abc",
  seconds: () => 4.125,
};

function asks(query: string): boolean {
  return failureTest(query, facts)(lost, "p2·114 lost customer 34");
}

describe("the filter of failures", () => {
  it("asks for outcome, partition, event time and key", () => {
    expect(asks(`out:lost p:${lost.partition} ts:4..5 key:abc`)).toBe(true);
    expect(asks("out:dup")).toBe(false);
    expect(asks("p:77")).toBe(false);
    expect(asks("ts:5..")).toBe(false);
    expect(asks("ts:..4.2")).toBe(true);
    expect(asks("ts:4")).toBe(true);
    expect(asks("key:xyz")).toBe(false);
  });

  it("looks for other words anywhere in the row, and asks for all of them", () => {
    expect(asks("customer LOST")).toBe(true);
    expect(asks("customer duplicated")).toBe(false);
    expect(asks("")).toBe(true);
    expect(asks("  ")).toBe(true);
  });
});
