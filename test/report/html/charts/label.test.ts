import { describe, expect, it } from "vitest";
import { boxOf, LabelLayer } from "../../../../src/report/html/charts/label.ts";
import { fitted, textWidth } from "../../../../src/report/html/charts/text-width.ts";

const bounds = { left: 0, top: 0, right: 400, bottom: 100 };

describe("labels of a drawing", () => {
  it("never cover each other: what has no room is left out", () => {
    const layer = new LabelLayer(bounds);
    const label = { x: 10, y: 30, text: "toggle" };
    expect(layer.place(label)).toBe(true);
    expect(layer.place({ ...label, x: 12 })).toBe(false);
    expect(layer.place({ ...label, x: 12 }, { ...label, y: 60 })).toBe(true);
    expect(layer.drawn).toHaveLength(2);
  });

  it("go up or down to where there is room, and never outside", () => {
    const layer = new LabelLayer(bounds);
    layer.block({ left: 0, top: 20, right: 400, bottom: 60 });
    expect(layer.placeNear([{ x: 10, y: 40, text: "a" }], 8)).toBe(false);
    expect(layer.placeNear([{ x: 10, y: 40, text: "a" }], 40)).toBe(true);
    expect(layer.place({ x: 395, y: 80, text: "too far right" })).toBe(false);
  });

  it("find a place around a point, on either side of it", () => {
    const layer = new LabelLayer(bounds);
    layer.block({ left: 200, top: 0, right: 400, bottom: 100 });
    expect(layer.placeAround({ x: 200, y: 50 }, [{ text: "left of it" }], 60)).toBe(true);
    expect(layer.drawn[0]?.text).toContain('text-anchor="end"');
  });

  it("cut what must fit, and say so", () => {
    expect(fitted("a long name", 40, 12)).toMatch(/^a.*…$/);
    expect(textWidth(fitted("a long name", 40, 12), 12)).toBeLessThanOrEqual(40);
    expect(fitted("short", 400, 12)).toBe("short");
  });

  it("take more room the larger, the bolder and the wider their signs", () => {
    const width = (text: string): number => boxOf({ x: 0, y: 0, text }).right;
    expect(width("WW")).toBeGreaterThan(width("ii"));
    expect(textWidth("a", 12, "bold")).toBeGreaterThan(textWidth("a", 12));
    expect(textWidth("漢字", 12)).toBe(24);
  });
});
