import { describe, expect, it } from "vitest";
import {
  choiceOf,
  PROTOCOL_CHOICES,
  type ProtocolChoice,
} from "../../src/scenario/protocol-choice.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { underProtocol } from "../../src/scenario/under-protocol.ts";
import { disk, problems } from "./fixture.ts";

const FILE = `# Does it survive?
hazard: { theme: failure, what: The old job dies }
expect: { verdict: fail, findings: [gap] }
run: { duration: 60 s }
source: { rate: 200/s, disorder: 500 ms, late: { share: 5 %, by: 4 s } }
pipeline: { checkpointing: { interval: 5 s }, graph: [{ map: enrich }, gate, sink] }
handover:
  at: 5 s
  protocol: { name: watermark-gate-v3, idle-done: 2 s }
  deletion-delay: 3 s
  savepoints-dir: true
faults:
  - { at: toggle-written + 2 s, kill: outgoing/job }
  - { at: toggle-written + 2 s, kill: incoming/job }
  - { at: 7 s, kill: incoming/job }
`;

function under(choice: ProtocolChoice, text: string = FILE): Scenario {
  const loaded = underProtocol("s.yaml", disk({ "s.yaml": text }), choice);
  if (!loaded.ok) throw new Error(problems(loaded).join("\n"));
  return loaded.scenario;
}

/** Anchors, each with its offset in seconds. */
function moments({ options }: Scenario): readonly string[] {
  return options.faults.map(({ at }) => `${at.anchor} ${at.offsetMicros / 1_000_000}`);
}

describe("a scenario under another protocol", () => {
  it.each(PROTOCOL_CHOICES)("%s: the protocol is another one, the mishap the same", (choice) => {
    const { options, hazard } = under(choice);
    const own = under("watermark-gate-v3").options;
    expect(choiceOf(options)).toBe(choice);
    expect(hazard).toEqual({ theme: "failure", what: "The old job dies" });
    const { protocol: _, ...handover } = options.handover ?? {};
    expect(own.handover).toMatchObject(handover);
    expect([options.source, options.outgoing, options.sink]).toEqual([
      own.source,
      own.outgoing,
      own.sink,
    ]);
    expect(options.faults.map(({ kind }) => kind)).toEqual(own.faults.map(({ kind }) => kind));
  });

  it("expects nothing any more, unless it is the file's own", () => {
    expect(under("basic").expect).toBeUndefined();
    const own = under("watermark-gate-v3");
    expect(own.expect?.verdict).toBe("fail");
    expect(own.options.handover?.protocol).toMatchObject({ idleDoneMillis: 2_000 });
  });

  it("has a T 10 s behind its beginning where T is configured beforehand", () => {
    const { options } = under("configured-watermark");
    const toggle = options.epochMillis + 15_000;
    expect(options.handover?.protocol).toMatchObject({ by: "crossing", toggleMillis: toggle });
    expect(under("configured-watermark-by-timestamp").options.handover?.protocol).toMatchObject({
      by: "record-timestamp",
      toggleMillis: toggle,
    });
  });

  it("waits for what the topic has late, and a second, but for 20 s at most", () => {
    const patience = (text: string): unknown =>
      under("acknowledged-watermark", text).options.handover?.protocol;
    expect(patience(FILE)).toMatchObject({ latenessMillis: 5_500 });
    expect(patience(FILE.replace("5 %", "0 %"))).toMatchObject({ latenessMillis: 1_500 });
    expect(patience(FILE.replace("by: 4 s", "by: 1 min"))).toMatchObject({
      latenessMillis: 20_000,
    });
  });

  it("has a fault at the moment that stands for one which the protocol lacks", () => {
    expect(moments(under("watermark-gate-v2"))).toEqual([
      "toggle-written 2",
      "toggle-written 2",
      "start 7",
    ]);
    expect(moments(under("basic"))[0]).toBe("incoming-running 2");
    expect(moments(under("configured-watermark"))[0]).toBe("transitioning 2");
    // An outgoing job that is stopped first is struck while it is still there, once.
    expect(moments(under("stop-with-savepoint"))).toEqual([
      "handover-started 0",
      "toggle-written 2",
      "start 7",
    ]);
    const twice = FILE.replace(
      "  - { at: 7 s,",
      "  - { at: toggle-written + 5 s, kill: outgoing/job }\n  - { at: 7 s,",
    );
    expect(moments(under("checkpoint-cut", twice))).toEqual([
      "transitioning 0",
      "toggle-written 2",
      "start 7",
    ]);
  });

  it("is refused with the reason and the setting where the protocol needs what it lacks", () => {
    const windowed = FILE.replace("{ map: enrich }", "{ key-by: k }, { window: tumbling 1 s }");
    const refused = underProtocol("s.yaml", disk({ "s.yaml": windowed }), "offset-cut");
    expect(refused).toMatchObject({ ok: false, issues: [{ setting: "pipeline.graph" }] });
    expect(problems(refused)[0]).toContain("needs records that carry their offset to the gate");
    const watched = FILE.replace(
      "{ at: 7 s, kill: incoming/job }",
      "{ at: 7 s, break-watch: incoming, for: 3 s }",
    );
    const gateless = underProtocol("s.yaml", disk({ "s.yaml": watched }), "basic");
    expect(problems(gateless)).toEqual([
      "s.yaml:15:29  basic has no gate, so that no watch of a gate can break",
    ]);
    const bare = FILE.replace("  savepoints-dir: true\n", "");
    expect(underProtocol("s.yaml", disk({ "s.yaml": bare }), "stop-with-savepoint")).toMatchObject({
      ok: false,
      issues: [{ setting: "handover.savepoints-dir" }],
    });
  });
});
