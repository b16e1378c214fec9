import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { TraceEntry } from "../../src/engine/trace.ts";
import { type ChromeEvent, chromeTrace, chromeTraceText } from "../../src/report/chrome-trace.ts";

/** What a viewer of the format needs of each kind of event. */
const place = { name: z.string(), pid: z.int().positive(), tid: z.int().nonnegative() };
const when = { ...place, cat: z.string(), ts: z.number().nonnegative() };
const args = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const eventSchema = z.discriminatedUnion("ph", [
  z.strictObject({ ...place, ph: z.literal("M"), args }),
  z.strictObject({ ...when, ph: z.literal("X"), dur: z.number().positive(), args }),
  z.strictObject({ ...when, ph: z.literal("i"), s: z.literal("t"), args }),
  z.strictObject({ ...when, ph: z.literal("s"), id: z.int() }),
  z.strictObject({ ...when, ph: z.literal("f"), id: z.int(), bp: z.literal("e") }),
]);

const entries: readonly TraceEntry[] = [
  {
    at: 1_000,
    where: "kubernetes/config-map",
    what: "stored",
    detail: { sends: "ConfigMap version 2", version: 2 },
  },
  {
    at: 5_000,
    where: "incoming/0/1",
    what: "watched",
    detail: { receives: "ConfigMap version 2" },
  },
  {
    at: 9_000,
    where: "outgoing/0/0",
    what: "watched",
    detail: { receives: "ConfigMap version 2" },
  },
  { at: 9_500, where: "outgoing/0/0", what: "crossed", detail: { toggle: 7 } },
  { at: 9_600, where: "outgoing/0/0", what: "stalled", detail: { durationMicros: 250 } },
  { at: 9_700, where: "outgoing", what: "job-status" },
];

const events = chromeTrace(entries, { outgoing: "Green", incoming: "Blue" });
const ofKind = (ph: ChromeEvent["ph"]): readonly ChromeEvent[] => events.filter((e) => e.ph === ph);

/** Every arrow's end lies in a span of its thread, or a viewer drops it. */
function looseEnds(of: readonly ChromeEvent[]): readonly ChromeEvent[] {
  const spans = of.filter(({ ph }) => ph === "X");
  return of.filter(({ ph, pid, tid, ts = 0 }) => {
    if (ph !== "s" && ph !== "f") return false;
    const holds = (span: ChromeEvent): boolean =>
      span.pid === pid && span.tid === tid && span.ts! <= ts && ts < span.ts! + span.dur!;
    return !spans.some(holds);
  });
}

describe("the trace for Perfetto", () => {
  it("is a JSON document of events that the format knows", () => {
    const text = [...chromeTraceText(events)].join("");
    const document = JSON.parse(text) as { readonly traceEvents: readonly unknown[] };
    expect(document.traceEvents).toEqual(events);
    for (const event of document.traceEvents) expect(eventSchema.parse(event)).toEqual(event);
    expect(JSON.parse([...chromeTraceText([])].join(""))).toMatchObject({ traceEvents: [] });
  });

  it("has a process for each job, the outgoing one first, and a thread for each subtask", () => {
    const names = ofKind("M").map(({ name, pid, tid, args: given }) => [
      ...[name, pid, tid, given?.["name"] ?? given?.["sort_index"]],
    ]);
    expect(names).toEqual([
      ["process_name", 3, 0, "kubernetes"],
      ["process_sort_index", 3, 0, 3],
      ["thread_name", 3, 1, "config-map"],
      ["thread_sort_index", 3, 1, 0],
      ["process_name", 2, 0, "incoming (Blue)"],
      ["process_sort_index", 2, 0, 2],
      ["thread_name", 2, 2, "0/1"],
      ["thread_sort_index", 2, 2, 2],
      ["process_name", 1, 0, "outgoing (Green)"],
      ["process_sort_index", 1, 0, 1],
      ["thread_name", 1, 3, "0/0"],
      ["thread_sort_index", 1, 3, 1],
      ["thread_name", 1, 4, "outgoing"],
      ["thread_sort_index", 1, 4, 0],
    ]);
  });

  it("draws an arrow from the API server to each gate that saw the version", () => {
    const [starts, ends] = [ofKind("s"), ofKind("f")];
    expect(starts.map(({ id, pid, ts }) => [id, pid, ts])).toEqual([
      [1, 3, 1_000],
      [2, 3, 1_000],
    ]);
    expect(ends.map(({ id, pid, ts }) => [id, pid, ts])).toEqual([
      [1, 2, 5_000],
      [2, 1, 9_000],
    ]);
    expect(looseEnds(events)).toEqual([]);
  });

  it("draws no arrow for a message that nobody sent", () => {
    const lone = chromeTrace([{ at: 1, where: "a/b", what: "x", detail: { receives: "y" } }]);
    expect(lone.map(({ ph }) => ph)).toEqual(["M", "M", "M", "M", "X"]);
  });

  it("makes a span of what lasts and an instant of what happens", () => {
    expect(ofKind("X").find(({ name }) => name === "stalled")).toMatchObject({
      ts: 9_600,
      dur: 250,
    });
    expect(ofKind("i").find(({ name }) => name === "crossed")).toMatchObject({
      ts: 9_500,
      args: { toggle: 7 },
    });
  });
});

describe("the checks above", () => {
  it("see an event without its time and an arrow that ends nowhere", () => {
    expect(eventSchema.safeParse({ name: "x", ph: "i", s: "t", pid: 1, tid: 1 }).success).toBe(
      false,
    );
    const moved = events.map((e) => (e.ph === "f" ? { ...e, ts: e.ts! + 5 } : e));
    expect(looseEnds(moved)).toHaveLength(2);
  });
});
