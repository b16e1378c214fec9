import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Simulation } from "../../../src/engine/simulation.ts";
import { Network } from "../../../src/model/network/network.ts";

describe("a network that is slow for a while", () => {
  it("delays what leaves meanwhile, and nothing else", () => {
    let delayed = 0;
    const network = new Network(new Simulation(), "job/network");
    network.slow(100, 40, () => delayed++);
    expect([0, 1, 100, 101, 120, 141, 500].map((at) => network.arrivalAt(at, 5) - at)).toEqual([
      5, 45, 45, 45, 26, 5, 5,
    ]);
    expect(delayed).toBe(4);
  });

  it("lets nothing overtake what left before it", () => {
    const instant = fc.nat(1_000);
    fc.assert(
      fc.property(instant, instant, fc.uniqueArray(instant), (micros, by, leaves) => {
        const network = new Network(new Simulation(), "job/network");
        network.slow(micros, by, () => {});
        const arrivals = leaves.sort((a, b) => a - b).map((at) => network.arrivalAt(at, 5));
        expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
      }),
    );
  });
});
