import { describe, expect, it } from "vitest";
import { assert, SimulatorBug, unreachable } from "../../src/engine/assert.ts";

describe("assertions", () => {
  it("throw a SimulatorBug with their message when they do not hold", () => {
    expect(() => assert(false, "9 is before now, 10")).toThrow(
      new SimulatorBug("9 is before now, 10"),
    );
    expect(() => assert(false, () => "built")).toThrow("built");
  });

  it("build no message while they hold", () => {
    let built = 0;
    assert(true, () => `${built++}`);
    expect(built).toBe(0);
  });

  it("name the value that no case of a switch was meant for", () => {
    expect(() => unreachable("GREY" as never)).toThrow("unreachable value GREY");
  });
});
