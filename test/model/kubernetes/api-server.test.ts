import { describe, expect, it } from "vitest";
import { seededChance } from "../../../src/engine/choice.ts";
import { Simulation } from "../../../src/engine/simulation.ts";
import { ApiServer } from "../../../src/model/kubernetes/api-server.ts";
import type { KubernetesOptions } from "../../../src/model/kubernetes/kubernetes-options.ts";

const OPTIONS: KubernetesOptions = {
  apiLatency: { kind: "constant", us: 5 },
  watchLatency: { kind: "constant", us: 100 },
  watchBreaksPerHour: 0,
  watchBreakMicros: 0,
};

/** A server whose map has version 1, and what its watchers got, as "path version@time". */
function serverOf(options: Partial<KubernetesOptions>, paths: readonly string[]) {
  const simulation = new Simulation();
  const heard: string[] = [];
  const api = new ApiServer({
    simulation,
    kubernetes: { ...OPTIONS, ...options },
    chance: seededChance(1),
    onStored: () => {},
  });
  api.replaceNow("controller", { a: "0" });
  for (const path of paths) {
    api.watch(path, 1, ({ version }) => heard.push(`${path} ${version}@${simulation.now}`));
  }
  return { simulation, api, heard };
}

const GATE = "incoming/0/1";

describe("an API server", () => {
  it("delivers each version in its own time, however many are on their way (K2)", () => {
    const { simulation, api, heard } = serverOf({}, [GATE]);
    api.patchNow("controller", { a: "1" });
    simulation.run(10);
    api.patchNow("controller", { a: "2" });
    simulation.run(30);
    api.patchNow("controller", { a: "3" });
    simulation.run(1_000);
    expect(heard).toEqual([`${GATE} 2@100`, `${GATE} 3@110`, `${GATE} 4@130`]);
  });

  it("lets single watchers wait longer (K2)", () => {
    const slowWatches = [
      { job: "incoming", subtask: undefined, extraMicros: 20 },
      { job: "incoming", subtask: 1, extraMicros: 300 },
    ] as const;
    const { simulation, api, heard } = serverOf({ slowWatches }, [
      "outgoing/0/1",
      "incoming/0/0",
      GATE,
    ]);
    api.patchNow("controller", { a: "1" });
    simulation.run(1_000);
    expect(heard).toEqual(["outgoing/0/1 2@100", "incoming/0/0 2@120", `${GATE} 2@420`]);
  });

  it("takes longer for a write where it is told so, and checks the version when it stores (K1, K5)", () => {
    const { simulation, api } = serverOf({ writeLatency: { kind: "constant", us: 10 } }, []);
    const answers: string[] = [];
    const note = (what: string): void => {
      answers.push(`${what}@${simulation.now}`);
    };
    const refused = (): void => note("refused");
    const put = (writer: string, a: string): void =>
      api.update(0, { writer, version: 1, data: { a } }, ({ outcome }) => note(outcome), refused);
    api.get(0, ({ version }) => note(`read ${version}`), refused);
    put("a", "1");
    put("b", "2");
    simulation.run(1_000);
    expect(answers).toEqual(["read 1@5", "ok@10", "conflict@10"]);
  });
});

describe("an API server that nobody reaches for a while", () => {
  const away = (micros: number) => {
    const { simulation, api, heard } = serverOf({}, [GATE]);
    const answers: string[] = [];
    let misses = 0;
    api.goAway(micros, () => misses++);
    api.get(
      0,
      ({ version }) => answers.push(`read ${version}@${simulation.now}`),
      () => answers.push(`refused@${simulation.now}`),
    );
    api.patchNow("controller", { a: "1" });
    simulation.run(60_000_000);
    return { answers, heard, misses };
  };

  it("answers what its clients try again, after 100 ms, 200 ms and so on", () => {
    expect(away(250_000).answers).toEqual(["read 2@300015"]);
  });

  it("is given up after ten tries", () => {
    expect(away(25_000_000).answers).toEqual(["refused@19100055"]);
  });

  it("breaks the watches, which are there again after 1 s, 2 s and so on (K3)", () => {
    const { heard, misses } = away(250_000);
    expect(heard).toEqual([`${GATE} 2@1000000`]);
    expect(misses).toBeGreaterThan(2);
  });
});
