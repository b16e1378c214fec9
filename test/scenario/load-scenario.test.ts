import { describe, expect, it } from "vitest";
import { formatIssue } from "../../src/scenario/load-scenario.ts";
import { load, problems } from "./fixture.ts";

const PLAIN = `# yaml-language-server: $schema=./scenario.schema.json
# Does it hold?
title: plain
expect: { verdict: pass }
run: { seeds: 5, duration: 2 min }
source: { partitions: 2, rate: 1k/s, late: { share: 1 %, by: 10 s } }
pipeline:
  watermarks: { bound: 2 s }
  graph: [{ map: enrich, rate: 50k/s }, { key-by: customer }, { window: tumbling 10 s }, gate, sink]
incoming: { parallelism: 4 }
handover: { at: 30 s, protocol: watermark-gate-v3 }
faults: [{ at: toggle-written + 300 ms, kill: outgoing/task/1/0 }]
`;

describe("a scenario file", () => {
  it("becomes options with units settled and defaults filled in", () => {
    const loaded = load(PLAIN);
    expect(problems(loaded)).toEqual([]);
    if (!loaded.ok) return;
    const { scenario } = loaded;
    expect(scenario.question).toBe("Does it hold?");
    expect(scenario.run).toEqual({ seeds: 5, firstSeed: 1 });
    expect(scenario.options.durationMicros).toBe(120_000_000);
    expect(scenario.options.outgoing.watermarks.boundMillis).toBe(2_000);
    expect(scenario.options.outgoing.parallelism).toBe(1);
    expect(scenario.options.incoming.parallelism).toBe(4);
    expect(scenario.options.outgoing.graph.map(({ kind }) => kind)).toEqual([
      "map",
      "exchange",
      "window",
      "gate",
      "sink",
    ]);
    expect(scenario.options.outgoing.graph[0]).toMatchObject({ costMicros: 20 });
    expect(scenario.options.faults).toEqual([
      {
        at: { anchor: "toggle-written", offsetMicros: 300_000 },
        kind: "kill-task",
        job: "outgoing",
        task: 1,
        subtask: 0,
      },
    ]);
  });

  it("says which settings were given and which are defaults", () => {
    const loaded = load(PLAIN);
    if (!loaded.ok) throw new Error("does not load");
    const find = (path: string) => loaded.scenario.settings.find((s) => s.path === path);
    expect(find("outgoing.watermarks.bound")).toMatchObject({ from: "scenario", isDefault: false });
    expect(find("outgoing.buffer-timeout")).toMatchObject({ from: "default", isDefault: true });
  });
});

describe("bad input", () => {
  const cases: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
    [
      "an unknown key",
      "pipeline:\n  watermark: {}\n",
      ['s.yaml:2:3  pipeline has no setting "watermark"; did you mean "watermarks"?'],
    ],
    [
      "a missing unit",
      "run: { duration: 10 }\n",
      ['s.yaml:1:18  "duration" needs a unit, as in "10 s"'],
    ],
    [
      "a wrong unit",
      "run:\n  duration: 10 parsec\n",
      ['s.yaml:2:13  "duration" "parsec" is no unit of time; use d, h, min, s, ms or us'],
    ],
    [
      "a negative time",
      "handover: { at: -5 s }\n",
      ['s.yaml:1:17  "at" "-5 s" is negative; a duration is not'],
    ],
    [
      "a missing manifest",
      "deployment: ./none.yaml\n",
      ["s.yaml:1:13  none.yaml cannot be read: no such file"],
    ],
    ["a duplicate key", "title: a\ntitle: b\n", ["s.yaml:2:1  map keys must be unique"]],
    [
      "a number above 2^53",
      "source:\n  records: 9007199254740993\n",
      ["s.yaml:2:12  9007199254740993 is above 2^53 and would be rounded"],
    ],
    [
      "a number above 2^53 beside other problems",
      "source:\n  partitions: 9007199254740993\n  disorder: -5 ms\n",
      [
        "s.yaml:2:15  9007199254740993 is above 2^53 and would be rounded",
        's.yaml:3:13  "disorder" "-5 ms" is negative; a duration is not',
      ],
    ],
    ["an empty file", "", ["s.yaml:1:1  is empty; a scenario is a mapping"]],
    [
      "a binary file",
      new Uint8Array([65, 0, 66]),
      ["s.yaml:1:1  is a binary file (it holds a NUL byte)"],
    ],
    [
      "bytes that are not UTF-8",
      new Uint8Array([65, 0xff]),
      ["s.yaml:1:1  is no text (its bytes are not UTF-8)"],
    ],
    ["200 MB", new Uint8Array(200 * 1024 * 1024), ["s.yaml:1:1  is 200 MiB; the limit is 16 MiB"]],
    [
      "a cyclic graph",
      "pipeline:\n  graph:\n    - { map: a, from: [b] }\n    - { map: b }\n    - gate\n    - sink\n",
      ["s.yaml:3:23  the graph has a cycle: b -> a -> b"],
    ],
    [
      "parallelism above max parallelism",
      "incoming: { parallelism: 9, max-parallelism: 8 }\n",
      [
        "s.yaml:1:26  parallelism 9 of the incoming job is above its max parallelism, 8",
        "s.yaml:1:46  Flink refuses to restore state of max parallelism 128 into a job of 8 (C20); leave it at 128, or start from nothing",
      ],
    ],
    [
      "a word that is none of those known",
      "expect: { verdict: fail, findings: [dup] }\nhandover: { protocol: baisc }\n",
      [
        's.yaml:1:37  an item of "findings" must be one of gap, duplicate, payload, order, phantom, torn, writer, late, visibility, stall, end-state, silence, conservation, differs, vacuous',
        's.yaml:2:23  "protocol" must be one of basic, watermark-gate-v1, watermark-gate-v2, watermark-gate-v3, configured-watermark, controller-watermark, stop-with-savepoint, acknowledged-watermark, offset-cut, checkpoint-cut; did you mean "basic"?',
      ],
    ],
    [
      "a setting that is amiss in one form of several",
      "handover: { protocol: { name: configured-watermark, toggel: 5 s } }\n" +
        "network: { latency: { from: 2 ms, to: 1 ms } }\n" +
        "kubernetes: { api-latency: { from: 2 ms, too: 3 ms } }\n",
      [
        's.yaml:1:53  handover.protocol has no setting "toggel"; did you mean "toggle"?',
        's.yaml:2:39  "to" is before "from"',
        's.yaml:3:28  "to" is missing; it needs a unit, as in "10 s"',
        's.yaml:3:42  kubernetes.api-latency has no setting "too"; did you mean "to"?',
      ],
    ],
    [
      "an alias of no anchor",
      "source: &s { partitions: 2 }\npipeline: *p\n",
      ['s.yaml:2:11  there is no anchor "p" above this alias'],
    ],
    [
      "a fault without a time",
      "faults: [{ kill: outgoing }]\n",
      ['s.yaml:1:10  "at" is missing; it is a string'],
    ],
    [
      "a hand-over that begins after the run, as nothing else is said",
      "run: { duration: 60 s }\n",
      [
        's.yaml:1:18  the hand-over would begin at 60 s, and the run ends at 60 s; set "handover.at"',
      ],
    ],
    [
      "a faulty hand-over, of whose time nothing is said then",
      "run: { duration: 60 s }\nhandover: { at: 5 s, startfrom: nothing }\n",
      ['s.yaml:2:22  handover has no setting "startfrom"; did you mean "start-from"?'],
    ],
    [
      "several problems",
      "titel: x\nrun: { duration: 1 parsec }\nsource: { partitions: 0 }\n",
      [
        's.yaml:1:1  a scenario has no setting "titel"; did you mean "title"?',
        's.yaml:2:18  "duration" "parsec" is no unit of time; use d, h, min, s, ms or us',
        's.yaml:3:23  "partitions" must be at least 1',
      ],
    ],
  ];
  it.each(cases)("%s is refused at its place", (_, text, expected) => {
    expect(problems(load(text))).toEqual(expected);
  });

  it("an alias bomb is refused", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 8; i++) {
      const above = String.fromCharCode(96 + i);
      const own = String.fromCharCode(97 + i);
      bomb.push(`${own}: &${own} [${Array(9).fill(`*${above}`).join(", ")}]`);
    }
    expect(problems(load(bomb.join("\n")))).toEqual([
      "s.yaml:2:8  aliases expand to too much; this file is refused",
    ]);
  });

  it("a CSV with a bad row is refused at the cell", () => {
    const csv =
      "partition,key,event_time_ms,arrival_time_ms\n0,a,1,5\n0,b,x,6\n0,c,3,4\n-1,d,1,9\n0,e,1,9007199254740993\n";
    const loaded = load("source: { kind: trace, file: ./t.csv }\n", { "t.csv": csv });
    expect(problems(loaded)).toEqual([
      't.csv:3:5  event_time_ms "x" is no whole number',
      "t.csv:4:7  arrives before the row above it in partition 0",
      "t.csv:5:1  partition -1 is negative",
      "t.csv:6:7  arrival_time_ms 9007199254740993 is above 2^53 and would be rounded",
    ]);
  });

  it("is shown with its line and a caret", () => {
    const loaded = load("run:\n  seedz: 4\n");
    if (loaded.ok) throw new Error("loads");
    expect(loaded.issues.map(formatIssue)).toEqual([
      's.yaml:2:3  run has no setting "seedz"; did you mean "seeds"?\n      seedz: 4\n      ^',
    ]);
  });
});
