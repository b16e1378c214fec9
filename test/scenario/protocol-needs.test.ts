import { describe, expect, it } from "vitest";
import { checkProtocol } from "../../src/scenario/protocol-needs.ts";
import { baseRun } from "../support/base-run.ts";
import { load, problems } from "./fixture.ts";

/** Everything that any of the protocols needs. */
const WELL = `
pipeline: { checkpointing: { interval: 10 s }, graph: [{ map: enrich }, gate, sink] }
sink: { guarantee: exactly-once, transaction-timeout: 15 min }
`;

describe.each([
  "acknowledged-watermark",
  "offset-cut",
  "checkpoint-cut",
  "stop-with-savepoint",
  "controller-watermark",
])("%s", (name) => {
  it("is taken with all it needs", () => {
    expect(
      problems(load(`${WELL}handover: { protocol: ${name}, savepoints-dir: true }\n`)),
    ).toEqual([]);
  });

  it("is refused without a savepoint directory, at that setting", () => {
    const text = `${WELL}handover:
  protocol: ${name}
  savepoints-dir: false
`;
    expect(problems(load(text))).toEqual([
      `s.yaml:6:19  ${name} stops the outgoing job with a savepoint; state.savepoints.dir is not set; set it to true`,
    ]);
  });
});

describe("what a protocol needs and a scenario lacks", () => {
  it("a gate in the graph", () => {
    const text = `pipeline: { graph: [{ map: enrich }, sink], checkpointing: { interval: 1 s } }
handover: { protocol: offset-cut, savepoints-dir: true, gate-injection: { enabled: false } }
`;
    expect(problems(load(text))).toEqual([
      "s.yaml:1:20  the protocol offset-cut needs a gate in the outgoing job",
    ]);
  });

  it("a gate before every sink: both jobs would write where none is", () => {
    const text = (name: string): string => `
pipeline:
  checkpointing: { interval: 10 s }
  graph:
    - { map: enrich }
    - { gate: cut }
    - { sink: orders }
    - { sink: audit, from: [enrich] }
handover: { protocol: ${name}, savepoints-dir: true, gate-injection: { enabled: false } }
`;
    expect(problems(load(text("checkpoint-cut")))).toEqual([
      's.yaml:5:5  checkpoint-cut needs a gate before every sink; both jobs would write to "audit"',
    ]);
    expect(problems(load(text("watermark-gate-v3")))).toEqual([]);
  });

  it("lineage, for offset-cut: windows, joins and timers before the gate have none", () => {
    const text = (stage: string): string => `
pipeline:
  checkpointing: { interval: 10 s }
  graph: [{ key-by: customer }, ${stage}, gate, sink]
handover: { protocol: offset-cut, savepoints-dir: true }
`;
    expect(problems(load(text("{ window: tumbling 1 s }")))).toEqual([
      's.yaml:4:10  offset-cut needs records that carry their offset to the gate; "tumbling 1 s" before it makes results that have none; put the gate before it, or choose acknowledged-watermark',
    ]);
    expect(problems(load(text("{ process: enrich, timer: 1 s }")))[0]).toContain(
      "carry their offset",
    );
    expect(problems(load(text("{ process: enrich }")))).toEqual([]);
  });

  it("no windows behind the gate, for a cut of records: each job would get a part of them", () => {
    const text = (name: string): string => `
pipeline:
  checkpointing: { interval: 10 s }
  graph: [gate, { key-by: customer }, { window: tumbling 1 s }, sink]
handover: { protocol: ${name}, savepoints-dir: true }
`;
    expect(problems(load(text("acknowledged-watermark")))).toEqual([
      's.yaml:4:10  acknowledged-watermark cuts records; "tumbling 1 s" behind the gate would get a part of them in each job; put the gate behind it, or choose stop-with-savepoint',
    ]);
    expect(problems(load(text("checkpoint-cut")))).toEqual([
      's.yaml:4:10  checkpoint-cut keeps the incoming job from writing; "tumbling 1 s" behind the gate would write what its state holds; put the gate behind it, or choose stop-with-savepoint',
    ]);
    expect(problems(load(text("stop-with-savepoint")))).toEqual([]);
  });

  it("checkpoints, said once for both jobs, at what they share", () => {
    const text = `pipeline: { graph: [gate, sink], checkpointing: { mode: EXACTLY_ONCE } }
handover: { protocol: offset-cut, savepoints-dir: true }
`;
    expect(problems(load(text))).toEqual([
      "s.yaml:1:49  offset-cut goes by what the outgoing job's checkpoints hold; it takes none; set an interval",
    ]);
  });

  it("event time, for cuts by timestamp, at the job that has none", () => {
    const text = `${WELL}incoming: { watermarks: { interval: 0 s } }
handover: { protocol: acknowledged-watermark, savepoints-dir: true }
`;
    expect(problems(load(text))).toEqual([
      "s.yaml:4:25  acknowledged-watermark needs event time; the incoming job makes no watermarks; set an interval above 0",
    ]);
    expect(problems(load(text.replace("acknowledged-watermark", "offset-cut")))).toEqual([]);
  });

  it("a sink of its own for each job, which is then the default", () => {
    const shared = WELL.replace("sink: {", "sink: { restore-state: true,");
    const handover = "handover: { protocol: offset-cut, savepoints-dir: true }\n";
    expect(problems(load(`${shared}${handover}`))).toEqual([
      "s.yaml:3:24  offset-cut needs a sink of its own for each job; a restored one ends the other's transactions; set it to false: another uid for the incoming sink",
    ]);
    const prefixes = "outgoing: { prefix: same }\nincoming: { prefix: same }\n";
    expect(problems(load(`${WELL}${prefixes}${handover}`))).toEqual([
      "s.yaml:5:21  offset-cut needs a transactional id prefix of its own for each job; with one they fence each other",
    ]);
    const loaded = load(`${WELL}${handover}`);
    expect(loaded.ok && loaded.scenario.options.incoming.restoresSinkState).toBe(false);
  });

  it("a T that comes after the savepoint, for configured-watermark by record-timestamp", () => {
    const text = (toggle: string): string => `${WELL}handover:
  at: 1 min
  protocol: { name: configured-watermark, by: record-timestamp, toggle: ${toggle} }
  savepoints-dir: true
`;
    expect(problems(load(text("1 min")))).toEqual([
      "s.yaml:6:73  configured-watermark by record-timestamp needs a toggle that comes after the savepoint; choose it well behind handover.at",
    ]);
    expect(problems(load(text("2 min")))).toEqual([]);
  });

  it("state, for the third published gate: it rejects STATELESS", () => {
    expect(
      problems(load(`${WELL}handover: { protocol: watermark-gate-v3, start-from: nothing }\n`)),
    ).toEqual([
      "s.yaml:4:54  watermark-gate-v3 hands state over; it does not start from nothing (upgradeMode: stateless)",
    ]);
    expect(
      problems(load(`${WELL}handover: { protocol: watermark-gate-v2, start-from: nothing }\n`)),
    ).toEqual([]);
  });

  it("is a value in the API", () => {
    const lacking = {
      ...baseRun,
      handover: {
        ...baseRun.handover!,
        protocol: { name: "offset-cut" as const },
        savepointsDir: false,
      },
    };
    expect(checkProtocol(lacking)).toEqual({
      ok: false,
      setting: "handover.savepoints-dir",
      reason: "offset-cut stops the outgoing job with a savepoint; state.savepoints.dir is not set",
    });
    const given = { ...lacking, handover: { ...lacking.handover, savepointsDir: true } };
    expect(checkProtocol(given)).toEqual({ ok: true });
    expect(checkProtocol({ ...given, handover: undefined })).toEqual({ ok: true });
  });
});

describe("what is done to the operator", () => {
  it("edits, retries, restarts and lost labels, at any moment of the hand-over", () => {
    const loaded = load(`${WELL}handover: { protocol: offset-cut, savepoints-dir: true }
faults:
  - { at: cut-proposed + 1 s, edit-spec: transition }
  - { at: aborted + 5 s, retry: true }
  - { at: toggle-written, controller-restart: true, for: 30 s }
  - { at: handed-over, edit-spec: patch }
  - { at: start, lose-labels: incoming }
`);
    expect(problems(loaded)).toEqual([]);
    expect(loaded.ok && loaded.scenario.options.faults.map(({ at, ...fault }) => fault)).toEqual([
      { kind: "edit-spec", edit: "transition" },
      { kind: "retry" },
      { kind: "controller-restart", forMicros: 30_000_000 },
      { kind: "edit-spec", edit: "patch" },
      { kind: "lose-labels", job: "incoming" },
    ]);
  });

  it("a restart of the controller takes a while; an edit does not", () => {
    const text = `${WELL}faults:
  - { at: 1 s, controller-restart: true }
  - { at: 1 s, edit-spec: patch, for: 1 s }
`;
    expect(problems(load(text))).toEqual([
      's.yaml:5:36  "controller-restart" needs "for", how long it lasts',
      's.yaml:6:39  "edit-spec" does not last; leave "for" out',
    ]);
  });
});
