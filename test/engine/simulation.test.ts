import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SimulatorBug } from "../../src/engine/assert.ts";
import { FOREVER } from "../../src/engine/clock.ts";
import { NO_EVENT, Simulation, type SimulationOptions } from "../../src/engine/simulation.ts";
import type { TiePolicy } from "../../src/engine/tie-policy.ts";

const POLICIES: readonly TiePolicy[] = ["fifo", "permuted", "adversarial"];

/** At the instant 10, with the event of that instant handled. */
function atTen(tiePolicy: TiePolicy = "fifo"): Simulation {
  const { simulation } = journalled(1, { tiePolicy });
  simulation.schedule(0, 10, 0, 0);
  simulation.run(FOREVER);
  return simulation;
}

/** A simulation of components that write "component:kind@time" when an event comes. */
function journalled(components: number, options?: SimulationOptions) {
  const simulation = new Simulation(options);
  const log: string[] = [];
  const ids = Array.from({ length: components }, (_, index) =>
    simulation.register(`component ${index}`, {
      handle: (kind) => log.push(`${index}:${kind}@${simulation.now}`),
    }),
  );
  return { simulation, log, ids };
}

describe("the order of events", () => {
  it("is time, then phase, then component, then the order of scheduling", () => {
    const { simulation, log } = journalled(2);
    simulation.schedule(1, 7, 0, 1);
    simulation.schedule(0, 5, 1, 2);
    simulation.schedule(1, 5, 0, 3);
    simulation.schedule(0, 5, 0, 4);
    simulation.schedule(0, 5, 0, 5);
    expect(simulation.run(FOREVER)).toBe("quiescence");
    expect(log).toEqual(["0:4@5", "0:5@5", "1:3@5", "0:2@5", "1:1@7"]);
  });

  it("is that too when a thousand are pending, and hours from now", () => {
    const { simulation, log } = journalled(2);
    const hour = 3_600_000_000;
    const instants = Array.from({ length: 1_000 }, (_, i) => ((i * 37) % 101) * hour);
    instants.forEach((at, i) => {
      simulation.schedule(i % 2, at, 0, i);
    });
    expect(simulation.run(FOREVER)).toBe("quiescence");
    const expected = instants
      .map((at, i) => ({ at, component: i % 2, i }))
      .sort((x, y) => x.at - y.at || x.component - y.component || x.i - y.i);
    expect(log).toEqual(expected.map(({ at, component, i }) => `${component}:${i}@${at}`));
  });

  it("turns components round under adversarial", () => {
    const { simulation, log } = journalled(3, { tiePolicy: "adversarial" });
    for (const component of [0, 1, 2]) simulation.schedule(component, 5, 0, 0);
    simulation.run(FOREVER);
    expect(log).toEqual(["2:0@5", "1:0@5", "0:0@5"]);
  });

  it.each(POLICIES)("keeps phases and each component's own order under %s", (tiePolicy) => {
    const event = fc.record({ component: fc.nat(4), at: fc.nat(5), phase: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.maxSafeInteger(), (events, tieSeed) => {
        const simulation = new Simulation({ tiePolicy, tieSeed });
        const seen: { at: number; component: number; nth: number }[] = [];
        for (let component = 0; component < 5; component++) {
          simulation.register(`${component}`, {
            handle: (nth) => seen.push({ at: simulation.now, component, nth }),
          });
        }
        events.forEach(({ component, at, phase }, nth) => {
          simulation.schedule(component, at, phase, nth);
        });
        simulation.run(FOREVER);
        expect(seen).toHaveLength(events.length);
        for (let i = 1; i < seen.length; i++) {
          const [a, b] = [seen[i - 1] as (typeof seen)[0], seen[i] as (typeof seen)[0]];
          const phases = [a.nth, b.nth].map((nth) => events[nth]?.phase as number);
          expect(a.at).toBeLessThanOrEqual(b.at);
          if (a.at !== b.at) continue;
          expect(phases[0]).toBeLessThanOrEqual(phases[1] as number);
          if (phases[0] === phases[1] && a.component === b.component) {
            expect(a.nth).toBeLessThan(b.nth);
          }
        }
      }),
    );
  });

  it("lets an event that is scheduled for now take place in the same instant", () => {
    const simulation = new Simulation();
    const log: string[] = [];
    const late = simulation.register("late", { handle: () => log.push(`late ${simulation.now}`) });
    const early = simulation.register("early", {
      handle: () => {
        log.push(`early ${simulation.now}`);
        simulation.schedule(late, simulation.now, 0, 0);
      },
    });
    simulation.schedule(early, 3, 5, 0);
    simulation.schedule(late, 4, 0, 0);
    simulation.run(FOREVER);
    expect(log).toEqual(["early 3", "late 3", "late 4"]);
  });

  it("leaves out what was taken back", () => {
    const { simulation, log } = journalled(1);
    const taken = simulation.schedule(0, 5, 0, 1);
    simulation.schedule(0, 6, 0, 2);
    expect(simulation.cancel(taken)).toBe(true);
    simulation.run(FOREVER);
    expect(log).toEqual(["0:2@6"]);
    expect(simulation.cancel(taken)).toBe(false);
  });
});

describe("a run", () => {
  it("stops at its time, with the clock there, and can go on", () => {
    const { simulation, log } = journalled(1);
    for (const at of [5, 10, 11]) simulation.schedule(0, at, 0, 0);
    expect(simulation.run(10)).toBe("time");
    expect([simulation.now, log.length, simulation.peekTime()]).toEqual([10, 2, 11]);
    expect(simulation.run(FOREVER)).toBe("quiescence");
    expect([simulation.now, log.length, simulation.peekTime()]).toEqual([11, 3, undefined]);
  });

  it("stops when its step budget is spent, anew in each call", () => {
    const { simulation, log } = journalled(1, { stepBudget: 2 });
    for (const at of [1, 2, 3]) simulation.schedule(0, at, 0, 0);
    expect(simulation.run(FOREVER)).toBe("step-budget");
    expect([log.length, simulation.now, simulation.eventCount]).toEqual([2, 2, 2]);
    expect(simulation.run(FOREVER)).toBe("quiescence");
  });

  it("handles nothing on a step budget of nothing", () => {
    const { simulation, log } = journalled(1, { stepBudget: 0 });
    simulation.schedule(0, 1, 0, 0);
    expect(simulation.run(FOREVER)).toBe("step-budget");
    expect(log).toEqual([]);
  });

  it("stops when a component asks for it, after that event", () => {
    const simulation = new Simulation();
    const stopper = simulation.register("stopper", { handle: () => simulation.stop() });
    simulation.schedule(stopper, 1, 0, 0);
    simulation.schedule(stopper, 1, 0, 0);
    expect(simulation.run(FOREVER)).toBe("stopped");
    expect(simulation.eventCount).toBe(1);
  });

  it("stops before it began when that was asked for, and goes on the next time", () => {
    const { simulation, log } = journalled(1);
    simulation.schedule(0, 1, 0, 0);
    simulation.stop();
    expect(simulation.run(FOREVER)).toBe("stopped");
    expect([log.length, simulation.run(FOREVER), log.length]).toEqual([0, "quiescence", 1]);
  });

  it.each([1, 500])("goes event by event through %i", (count) => {
    const { simulation, log } = journalled(1);
    for (let i = 0; i < count; i++) simulation.schedule(0, i, 0, i);
    for (let i = 0; i < count; i++) {
      if (i % 2 === 0) expect(simulation.peekTime()).toBe(i);
      expect(simulation.step()).toBe(true);
    }
    expect(simulation.step()).toBe(false);
    expect(log).toEqual(Array.from({ length: count }, (_, i) => `0:${i}@${i}`));
  });
});

describe("the guards of the simulation", () => {
  const bad: readonly (readonly [string, number, number, number, number])[] = [
    ["the past", 0, 9, 0, 0],
    ["a fraction of a microsecond", 0, 10.5, 0, 0],
    ["no time", 0, Number.NaN, 0, 0],
    ["a time beyond the end of time", 0, FOREVER + 1, 0, 0],
    ["an unknown phase", 0, 10, 8, 0],
    ["half a phase", 0, 10, 0.5, 0],
    ["an unknown component", 7, 10, 0, 0],
    ["a kind beyond 13 bits", 0, 10, 0, 8_192],
    ["a negative kind", 0, 10, 0, -1],
  ];
  describe.each(POLICIES)("under %s", (tiePolicy) => {
    it.each(bad)("refuse an event for %s", (_what, component, at, phase, kind) => {
      const simulation = atTen(tiePolicy);
      expect(() => simulation.schedule(component, at, phase, kind)).toThrow(SimulatorBug);
      expect(simulation.schedule(0, 10, 7, 8_191)).not.toBe(NO_EVENT);
    });
  });

  it("refuse a path that is taken, and a run into the past", () => {
    const simulation = atTen();
    expect(() => simulation.register("component 0", { handle: () => {} })).toThrow(SimulatorBug);
    expect(() => simulation.run(9)).toThrow(SimulatorBug);
  });
});

/** Two components that answer each other's events, for as long as `delay` says. */
function conversation(delay: (turn: number) => number, options: SimulationOptions = {}): string {
  const simulation = new Simulation(options);
  let turns = 0;
  const [a, b] = ["a", "b"].map((path, index) =>
    simulation.register(path, {
      handle: (turn) => {
        simulation.trace?.emit({ at: simulation.now, where: path, what: "spoke" });
        turns++;
        if (turn < 50) {
          const other = (index === 0 ? b : a) as number;
          simulation.schedule(other, simulation.now + delay(turns), 0, turn + 1);
        }
      },
    }),
  );
  simulation.schedule(a as number, 0, 0, 0);
  simulation.run(FOREVER);
  return simulation.fingerprint();
}

describe("the fingerprint of a run", () => {
  it("is the same when the same happens", () => {
    expect(conversation((turn) => turn * 3)).toBe(conversation((turn) => turn * 3));
  });

  it("differs when one event of fifty comes a microsecond later", () => {
    const late = conversation((turn) => (turn === 30 ? 91 : turn * 3));
    expect(late).not.toBe(conversation((turn) => turn * 3));
  });

  it("shows a component that draws its luck from outside the run", () => {
    let outside = 0;
    const drifting = (): string => conversation(() => 1 + (outside++ % 51));
    expect(drifting()).not.toBe(drifting());
  });

  it("is not touched by a listener", () => {
    const heard: string[] = [];
    const trace = {
      event: (at: number, _phase: number, path: string) => heard.push(`${path} ${at}`),
      emit: ({ where, what }: { where: string; what: string }) => heard.push(`${where} ${what}`),
    };
    expect(conversation((turn) => turn, { trace })).toBe(conversation((turn) => turn));
    expect(heard.slice(0, 2)).toEqual(["a 0", "a spoke"]);
  });

  it("takes in what a model notes", () => {
    const simulation = new Simulation();
    const before = simulation.fingerprint();
    simulation.note(1, 2);
    expect(simulation.fingerprint()).not.toBe(before);
  });
});
