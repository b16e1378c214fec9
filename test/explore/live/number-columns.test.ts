import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ColumnReader, ColumnWriter } from "../../../src/explore/live/number-columns.ts";

describe("columns of whole numbers", () => {
  it("come back as they were, one behind the other", () => {
    const numbers = fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }));
    fc.assert(
      fc.property(fc.array(numbers), (columns) => {
        const writer = new ColumnWriter();
        for (const column of columns) writer.add(column);
        const reader = new ColumnReader(writer.finish());
        for (const column of columns) expect([...reader.next()]).toEqual(column);
      }),
    );
  });

  it("take a byte for each small step", () => {
    const writer = new ColumnWriter();
    writer.add(Array.from({ length: 5_000 }, (_, i) => 1_000_000 + i));
    expect(writer.finish().length).toBeLessThan(5_010);
  });
});
