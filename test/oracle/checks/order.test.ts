import { describe, expect, it } from "vitest";
import { judge } from "../../../src/oracle/judge.ts";
import type { Verdict } from "../../../src/oracle/verdict.ts";
import {
  CUT,
  cleanOutputs,
  cleanRecords,
  kinds,
  mapOnly,
  type Output,
  property,
  rowOf,
  steadyInput,
  trialOf,
  windowed,
} from "../fixture.ts";

describe("order", () => {
  const swapped = (): Output[] => {
    const outputs = cleanRecords();
    const [a, b] = [rowOf(outputs, 0, 10), rowOf(outputs, 0, 12)];
    [outputs[a], outputs[b]] = [outputs[b]!, outputs[a]!];
    return outputs;
  };

  it("finds two records of one key in the wrong order", () => {
    const verdict = judge(trialOf({ outputs: swapped() }));
    expect(kinds(verdict)).toEqual(["order"]);
    expect(property(verdict, "order").witnesses[0]?.output).toMatchObject({ offset: 10 });
  });

  it("is noted and fails nothing unless it is asked for: exact does not mean ordered", () => {
    const verdict = judge(trialOf({ outputs: swapped(), change: { properties: {} } }));
    expect(property(verdict, "order")).toMatchObject({ status: "noted", failures: 1 });
    expect(verdict.status).toBe("pass");
  });

  it("asks nothing across keys", () => {
    const outputs = cleanRecords();
    const [a, b] = [rowOf(outputs, 0, 10), rowOf(outputs, 0, 11)];
    [outputs[a], outputs[b]] = [outputs[b]!, outputs[a]!];
    expect(judge(trialOf({ outputs })).status).toBe("pass");
  });

  it("is not applicable behind a REBALANCE", () => {
    const shape = { ...mapOnly, keepsOrder: false };
    const verdict = judge(trialOf({ shape, outputs: swapped() }));
    expect(property(verdict, "order")).toMatchObject({
      status: "not-applicable",
      counts: { relaxed: 1 },
    });
    expect(verdict.status).toBe("pass");
  });

  it("wants the results of a key in the order of their ends, unless lateness is allowed", () => {
    const judged = (allowedLatenessMillis: number): Verdict => {
      const assigner = { type: "tumbling", sizeMillis: 100, offsetMillis: 0 } as const;
      const shape = windowed(assigner, allowedLatenessMillis);
      const outputs = cleanOutputs(steadyInput(60), shape, CUT);
      [outputs[0], outputs[4]] = [outputs[4]!, outputs[0]!];
      return judge(trialOf({ shape, outputs }));
    };
    expect(kinds(judged(0))).toEqual(["order"]);
    expect(property(judged(50), "order")).toMatchObject({
      status: "not-applicable",
      counts: { relaxed: 1 },
    });
  });
});
