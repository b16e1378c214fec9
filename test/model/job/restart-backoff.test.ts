import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Stream, seededChance } from "../../../src/engine/choice.ts";
import { createRestartBackoff } from "../../../src/model/job/restart-backoff.ts";
import type { RestartOptions } from "../../../src/model/job/restart-options.ts";

const SECOND = 1_000_000;

const exponential = {
  strategy: "exponential-delay",
  initialMicros: SECOND,
  maxMicros: 60 * SECOND,
  multiplier: 1.5,
  jitter: 0,
  resetMicros: 3_600 * SECOND,
} satisfies RestartOptions;

function drawsOf(seed: number): Stream {
  return seededChance(seed).stream("job", "restart delay");
}

/** Delays when the job fails again `upMicros` after each restart. */
function delays(options: RestartOptions, count: number, upMicros = 1, seed = 1) {
  const backoff = createRestartBackoff(options);
  const draws = drawsOf(seed);
  const found: (number | undefined)[] = [];
  let now = 0;
  for (let i = 0; i < count; i++) {
    const delay = backoff.failed(now, draws);
    found.push(delay);
    now += (delay ?? 0) + upMicros;
  }
  return found;
}

describe("restart strategies (C22)", () => {
  it("none: gives up at the first failure", () => {
    expect(delays({ strategy: "none" }, 1)).toEqual([undefined]);
  });

  it("fixed-delay: restarts as often as it may, always after the same delay", () => {
    const options = { strategy: "fixed-delay", attempts: 2, delayMicros: SECOND } as const;
    expect(delays(options, 3, 3_600 * SECOND)).toEqual([SECOND, SECOND, undefined]);
  });

  it("failure-rate: gives up only when more failures than allowed fall into the interval", () => {
    const options = {
      strategy: "failure-rate",
      maxFailures: 2,
      intervalMicros: 60 * SECOND,
      delayMicros: SECOND,
    } as const;
    expect(delays(options, 3, 29 * SECOND)).toEqual([SECOND, SECOND, undefined]);
    expect(delays(options, 9, 29 * SECOND + 1)).toEqual(new Array(9).fill(SECOND));
  });

  it("exponential-delay: by Flink's defaults 1, 1.5, 2.25 … s, at most a minute", () => {
    const found = delays(exponential, 30);
    expect(found.slice(0, 4)).toEqual([1, 1.5, 2.25, 3.375].map((s) => s * SECOND));
    expect(found.slice(11)).toEqual(new Array(19).fill(60 * SECOND));
  });

  it("exponential-delay: begins anew once the job has run for the threshold", () => {
    const short = delays({ ...exponential, resetMicros: 100 * SECOND }, 3, 100 * SECOND - 1);
    expect(short).toEqual([SECOND, 1.5 * SECOND, 2.25 * SECOND]);
    const long = delays({ ...exponential, resetMicros: 100 * SECOND }, 3, 100 * SECOND);
    expect(long).toEqual([SECOND, SECOND, SECOND]);
  });

  it("exponential-delay: a failure before the restart joins it and is no attempt", () => {
    const backoff = createRestartBackoff(exponential);
    const draws = drawsOf(1);
    expect(backoff.failed(0, draws)).toBe(SECOND);
    expect(backoff.failed(SECOND / 4, draws)).toBe((SECOND * 3) / 4);
    expect(backoff.failed(SECOND, draws)).toBe(0);
    expect(backoff.failed(SECOND + 1, draws)).toBe(1.5 * SECOND);
  });

  it("exponential-delay: jitter moves a delay by at most its share, within the two bounds", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (seed, j) => {
          const jittered = delays({ ...exponential, jitter: j }, 20, 1, seed);
          jittered.forEach((delay, index) => {
            const backoff = SECOND * 1.5 ** index;
            expect(Number.isInteger(delay)).toBe(true);
            expect(delay).toBeLessThanOrEqual(Math.min(60 * SECOND, backoff * (1 + j) + 1));
            expect(delay).toBeGreaterThanOrEqual(
              Math.max(SECOND, Math.min(60 * SECOND, backoff * (1 - j) - 1)),
            );
          });
        },
      ),
    );
  });

  it("exponential-delay: with jitter two jobs do not restart together", () => {
    const options = { ...exponential, jitter: 0.1 };
    expect(delays(options, 8, 1, 1)).not.toEqual(delays(options, 8, 1, 2));
  });

  it("exponential-delay: never overflows, however often it fails", () => {
    const found = delays({ ...exponential, maxMicros: 2 ** 50, jitter: 1 }, 3_000);
    expect(found.every((delay) => Number.isSafeInteger(delay))).toBe(true);
  });
});
