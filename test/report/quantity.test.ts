import { describe, expect, it } from "vitest";
import {
  bytesText,
  countOf,
  countText,
  eventTimeText,
  shareText,
  signedSpanText,
  spanText,
} from "../../src/report/quantity.ts";

/** With ordinary blanks. */
const flat = (text: string): string => text.replaceAll("\u00a0", " ");

describe("quantities", () => {
  it.each([
    [12, "1 kB"],
    [412_499, "412 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [1_180_000, "1.2 MB"],
  ])("weighs %i bytes as %s", (bytes, text) => {
    expect(flat(bytesText(bytes))).toBe(text);
  });

  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1 000"],
    [20_000, "20 000"],
    [123_456_789, "123 456 789"],
  ])("writes the count %s as %s", (count, text) => {
    expect(flat(countText(count))).toBe(text);
  });

  it("leaves out the plural of one", () => {
    expect(flat(countOf(1, "probes"))).toBe("1 probe");
    expect(flat(countOf(2, "key sequences"))).toBe("2 key sequences");
  });

  it.each([
    [0, "0 s"],
    [1, "1 µs"],
    [-1, "−1 µs"],
    [12_500, "12.5 ms"],
    [999_949, "999.9 ms"],
    [999_951, "1 s"],
    [59_949_999, "59.9 s"],
    [59_951_000, "1 min"],
    [-65_340_000, "−1 min 5.3 s"],
    [3_600_000_000, "1 h"],
    [7_505_400_000, "2 h 5 min"],
  ])("writes the span %s µs as %s", (micros, text) => {
    expect(flat(spanText(micros))).toBe(text);
  });

  it("keeps the milliseconds of an instant, after an hour too", () => {
    expect(flat(spanText(7_503_125_000, 3))).toBe("2 h 5 min 3.125 s");
    expect(flat(signedSpanText(4_125_000, 3))).toBe("+4.125 s");
    expect(flat(signedSpanText(-4_125_000, 3))).toBe("−4.125 s");
  });

  it("writes event time in UTC and what is no date as a number", () => {
    expect(flat(eventTimeText(978_312_240_000))).toBe("2001-01-01 01:24:00");
    expect(flat(eventTimeText(978_312_240_120))).toBe("2001-01-01 01:24:00.120");
    expect(eventTimeText(-(2 ** 63))).toBe("-9223372036854776000");
  });

  it.each([
    [0, "0 %"],
    [0.0183, "1.8 %"],
    [0.00004, "0.004 %"],
    [0.105, "10.5 %"],
    [1, "100 %"],
  ])("writes the share %s as %s", (share, text) => {
    expect(flat(shareText(share))).toBe(text);
  });
});
