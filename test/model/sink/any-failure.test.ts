import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SinkOptions } from "../../../src/model/options.ts";
import { dealSinkState } from "../../../src/model/sink/deal-sink-state.ts";
import type { SinkState } from "../../../src/model/sink/sink-state.ts";
import { type Attempt, SinkBench } from "./bench.ts";

type Step =
  | { readonly do: "write"; readonly records: number }
  /** `heard`: bit i = subtask i gets the notification. */
  | { readonly do: "checkpoint"; readonly completes: boolean; readonly heard: number }
  | { readonly do: "fail"; readonly how: "kill" | "graceful"; readonly parallelism: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("write" as const), records: fc.integer({ min: 1, max: 4 }) }),
  fc.record({
    do: fc.constant("checkpoint" as const),
    completes: fc.boolean(),
    heard: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({
    do: fc.constant("fail" as const),
    how: fc.constantFrom("kill" as const, "graceful" as const),
    parallelism: fc.integer({ min: 1, max: 3 }),
  }),
);
const steps = fc.array(step, { maxLength: 30 });

interface Stored {
  readonly id: number;
  /** The source's next record. */
  readonly next: number;
  readonly sink: readonly SinkState[];
}

/** A job of one source and some sink subtasks; it restarts from its last completed checkpoint. */
class SmallJob {
  readonly bench: SinkBench = new SinkBench();
  next = 0;
  #checkpoints = 0;
  #last: Stored | undefined;
  #sinks: Attempt[] = [];
  readonly #sink: Partial<SinkOptions>;
  readonly #restored: (stored: Stored, parallelism: number, subtask: number) => Stored;

  constructor(
    naming: SinkOptions["naming"],
    restored: (stored: Stored, parallelism: number, subtask: number) => Stored = (all) => all,
  ) {
    this.#sink = { naming };
    this.#restored = restored;
    this.#start(2);
  }

  act(one: Step): void {
    switch (one.do) {
      case "write":
        for (let i = 0; i < one.records; i++) this.#write();
        break;
      case "checkpoint":
        this.checkpoint(one.completes, one.heard);
        break;
      case "fail":
        for (const sink of this.#sinks) sink.close(one.how);
        this.#start(one.parallelism);
        break;
    }
  }

  checkpoint(completes: boolean, heard: number): void {
    const id = ++this.#checkpoints;
    const sink = this.#sinks.map((one) => one.barrier(id));
    if (!completes) return;
    this.#last = { id, next: this.next, sink };
    this.#sinks.forEach((one, subtask) => {
      if ((heard >> subtask) % 2 === 1) one.complete(id);
    });
  }

  get failures(): readonly string[] {
    return this.#sinks.flatMap((one) => one.failures);
  }

  #write(): void {
    const id = this.next++;
    this.#sinks[id % this.#sinks.length]?.write(id);
  }

  #start(parallelism: number): void {
    const last = this.#last;
    this.next = last?.next ?? 0;
    this.#sinks = Array.from({ length: parallelism }, (_, subtask) => {
      const options = { subtask, parallelism, sink: this.#sink };
      if (last === undefined) return this.bench.open(options);
      const { id, sink } = this.#restored(last, parallelism, subtask);
      const restored = dealSinkState(sink, parallelism, subtask);
      return this.bench.open({ ...options, restored, restoredCheckpointId: id });
    });
  }
}

/** What readers see in the end, when the job has come to rest after all these steps. */
function readersSee(job: SmallJob, all: readonly Step[]): readonly number[] {
  for (const one of all) job.act(one);
  job.checkpoint(true, 7);
  expect(job.failures).toEqual([]);
  return [...job.bench.visible].sort((a, b) => a - b);
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, id) => id);

describe.each(["INCREMENTING", "POOLING"] as const)("a job with %s", (naming) => {
  it("shows each record once, whatever fails and however it is rescaled (S1–S5, S9, S10, S17)", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const job = new SmallJob(naming);
        expect(readersSee(job, all)).toEqual(numbers(job.next));
      }),
      { numRuns: 300 },
    );
  });

  const losing = fc.property(steps, (all) => {
    const job = new SmallJob(naming, (stored) => ({
      ...stored,
      sink: stored.sink.map((state) => ({ ...state, committables: [] })),
    }));
    expect(readersSee(job, all)).toEqual(numbers(job.next));
  });

  it("would lose records if a restore did not commit (S5)", () => {
    expect(fc.check(losing, { numRuns: 300 }).failed).toBe(true);
  });
});

describe("a job with INCREMENTING that probes from too high a number", () => {
  it("would leave a transaction open, which hides what follows (S9, S12)", () => {
    const skipping = fc.property(steps, (all) => {
      const job = new SmallJob("INCREMENTING", (stored) => ({ ...stored, id: stored.id + 5 }));
      expect(readersSee(job, all)).toEqual(numbers(job.next));
    });
    expect(fc.check(skipping, { numRuns: 300 }).failed).toBe(true);
  });
});
