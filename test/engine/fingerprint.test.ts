import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fingerprint } from "../../src/engine/fingerprint.ts";

type Event = readonly [number, number, number, number, number, number];

function digest(...events: readonly Event[]): string {
  const fingerprint = new Fingerprint();
  for (const event of events) fingerprint.event(...event);
  return fingerprint.digest();
}

const event: fc.Arbitrary<Event> = fc.tuple(
  fc.maxSafeNat(),
  fc.nat(7),
  fc.nat(65_535),
  fc.nat(1_000),
  fc.double({ noNaN: true }),
  fc.maxSafeInteger(),
);

describe("the fingerprint", () => {
  it("is these sixteen digits, on every machine", () => {
    expect(digest()).toMatchInlineSnapshot(`"2314d5a736a15aff"`);
    expect(digest([1, 2, 3, 4, 5.5, -6], [7, 0, 0, 0, 0, 2 ** 52])).toMatchInlineSnapshot(
      `"a44fbba13eb3ab9a"`,
    );
  });

  it("changes with each number of an event", () => {
    fc.assert(
      fc.property(event, fc.nat(5), (one, place) => {
        const changed = (value: number): number =>
          Number.isFinite(value) && value !== 0 ? value / 2 : 1;
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

  it("takes −0 for 0, as every comparison of the model does", () => {
    expect(digest([0, 0, 0, 0, -0, -0])).toBe(digest([0, 0, 0, 0, 0, 0]));
  });

  it("tells a note from an event of the same numbers", () => {
    const noted = new Fingerprint();
    noted.note(1, 2);
    expect(noted.digest()).not.toBe(digest([0, 0, 0, 0, 1, 2]));
  });
});
