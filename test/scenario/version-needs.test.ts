import { describe, expect, it } from "vitest";
import { load, problems } from "./fixture.ts";

const SUMS = "[{ key-by: customer }, { window: tumbling 10 s, name: sums }, sink]";
const LINES = `pipeline: { checkpointing: { interval: 10 s } }
outgoing: { graph: ${SUMS} }
`;
const BASIC = "handover: { protocol: basic }\n";

describe("a new version that Flink would not restore", () => {
  it("is refused if it has no stage for the state (C19)", () => {
    const incoming = SUMS.replace("name: sums", "name: totals");
    expect(problems(load(`${LINES}incoming: { graph: ${incoming} }\n${BASIC}`))).toEqual([
      's.yaml:3:20  the state holds "sums", which no stage of the incoming job takes; Flink refuses to restore it (C19); give the stage that goes on with it this uid, or set allow-non-restored-state: true',
    ]);
    const same = incoming.replace("name: totals", "name: totals, uid: sums");
    expect(problems(load(`${LINES}incoming: { graph: ${same} }\n${BASIC}`))).toEqual([]);
  });

  it("is taken if the state may be given up, or is not handed over", () => {
    const graph = SUMS.replace("name: sums", "name: totals");
    const given = `${LINES}incoming: { graph: ${graph}, allow-non-restored-state: true }\n${BASIC}`;
    expect(problems(load(given))).toEqual([]);
    const anew = `${LINES}incoming: { graph: ${graph} }
handover: { protocol: basic, start-from: nothing }
`;
    expect(problems(load(anew))).toEqual([]);
  });

  it("is refused under another max parallelism (C20), which it takes over unless it is set", () => {
    const job = (setting: string): string =>
      `pipeline: { checkpointing: { interval: 10 s } }\nincoming: { ${setting} }\n${BASIC}`;
    expect(problems(load(job("max-parallelism: 256")))).toEqual([
      "s.yaml:2:30  Flink refuses to restore state of max parallelism 128 into a job of 256 (C20); leave it at 128, or start from nothing",
    ]);
    const loaded = load(job("parallelism: 100"));
    if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
    expect(loaded.scenario.options.incoming.maxParallelism).toBe(128);
    expect(problems(load(job("parallelism: 200")))).toEqual([
      "s.yaml:2:26  parallelism 200 of the incoming job is above its max parallelism, 128",
    ]);
  });

  it("is not taken where the state of sessions would go into other windows", () => {
    const incoming = SUMS.replace("tumbling 10 s", "session 5 s");
    expect(problems(load(`${LINES}incoming: { graph: ${incoming} }\n${BASIC}`))).toEqual([
      's.yaml:3:20  "sums" is a session window in one job alone; what becomes of its state is not modelled; give it another uid and set allow-non-restored-state: true',
    ]);
  });

  it("is refused if only one of them has a TTL on the same state", () => {
    const once = "[{ key-by: customer }, { process: once, ttl: 10 s }, sink]";
    const text = `outgoing: { graph: ${once} }
incoming: { graph: ${once.replace("ttl", "timer")} }
${BASIC}`;
    expect(problems(load(text))).toEqual([
      's.yaml:2:20  "once" has a ttl in one job alone; Flink refuses to restore state under another such setting (StateMigrationException); give it another uid and set allow-non-restored-state: true',
    ]);
    expect(problems(load(text.replace("timer: 10 s", "ttl: 20 s")))).toEqual([]);
  });

  it("is not taken where it has other sinks", () => {
    const incoming = SUMS.replace("sink]", "{ sink: elsewhere }]");
    expect(problems(load(`${LINES}incoming: { graph: ${incoming} }\n${BASIC}`))).toEqual([
      "s.yaml:3:20  the outgoing job writes to sink, the incoming one to elsewhere; not modelled: jobs of other sinks",
    ]);
  });
});

describe("a projection", () => {
  it("takes results together only where each record is in one window", () => {
    const graph = SUMS.replace("tumbling 10 s", "sliding 10 s by 5 s");
    const text = `pipeline: { graph: ${graph} }\ncompare: { by: key }\n${BASIC}`;
    expect(problems(load(text))).toEqual([
      "s.yaml:2:16  results can be taken together by key only where both jobs put each record into one window, a tumbling one; leave it out: each output is compared on its own",
    ]);
    expect(problems(load(text.replace("sliding 10 s by 5 s", "tumbling 10 s")))).toEqual([]);
  });

  it("ignores what an output has, and nothing else", () => {
    expect(problems(load(`compare: { ignoring: [order] }\n${BASIC}`))[0]).toContain(
      "s.yaml:1:23  ",
    );
  });
});
