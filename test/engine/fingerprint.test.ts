import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fingerprint } from "../../src/engine/fingerprint.ts";

/** Time, head, and two numbers. */
type Event = readonly [number, number, number, number];

function digest(...events: readonly Event[]): string {
  const fingerprint = new Fingerprint();
  for (const event of events) fingerprint.event(...event);
  return fingerprint.digest();
}

const event: fc.Arbitrary<Event> = fc.tuple(
  fc.oneof(fc.nat(), fc.maxSafeNat()),
  fc.integer(),
  fc.oneof(fc.integer(), fc.double({ noNaN: true })),
  fc.oneof(fc.integer(), fc.maxSafeInteger()),
);

describe("the fingerprint", () => {
  it("is these sixteen digits, on every machine", () => {
    expect(digest()).toMatchInlineSnapshot(`"2314d5a736a15aff"`);
    expect(digest([1, 2, 3, 4], [2 ** 40, -5, 6.5, 2 ** 52])).toMatchInlineSnapshot(
      `"adae4006fc9be8bf"`,
    );
  });

  it("changes with each number of an event", () => {
    fc.assert(
      fc.property(event, fc.nat(3), (one, place) => {
        const changed = (value: number): number => {
          if (place === 1) return value ^ 1;
          return Number.isFinite(value) && value !== 0 ? value / 2 : 1;
        };
        const other = one.map((value, i) => (i === place ? changed(value) : value));
        expect(digest(other as unknown as Event)).not.toBe(digest(one));
      }),
    );
  });

  it("changes with the order of events and with a missing one", () => {
    fc.assert(
      fc.property(event, event, (one, other) => {
        fc.pre(one.some((value, i) => value !== other[i]));
        expect(digest(one, other)).not.toBe(digest(other, one));
        expect(digest(one, other)).not.toBe(digest(one));
      }),
    );
  });

  it("tells all events of small numbers apart", () => {
    const digests = new Set<string>();
    const small = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    for (const time of small) {
      for (const head of small) {
        for (const a of small) {
          for (const b of small) digests.add(digest([time, head, a, b]));
        }
      }
    }
    expect(digests.size).toBe(16 ** 4);
  });

  it("takes −0 for 0, as every comparison of the model does", () => {
    expect(digest([0, 0, -0, -0])).toBe(digest([0, 0, 0, 0]));
    expect(digest([0, 0, -0, 0.5])).toBe(digest([0, 0, 0, 0.5]));
  });

  it("tells a note from an event of the same numbers", () => {
    const noted = new Fingerprint();
    noted.note(1, 2);
    expect(noted.digest()).not.toBe(digest([0, 0, 1, 2]));
    expect(noted.digest()).not.toBe(digest([1, 2, 0, 0]));
  });
});
