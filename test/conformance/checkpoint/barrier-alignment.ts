import {
  type BarrierAligner,
  createBarrierAligner,
} from "../../../src/model/job/barrier-aligner.ts";
import type { BarrierHandlerOptions } from "../../../src/model/job/barrier-host.ts";
import {
  barrierValue,
  CHECKPOINT_BARRIER,
  SAVEPOINT_BARRIER,
} from "../../../src/model/job/barrier-value.ts";
import {
  BARRIER,
  CANCEL_BARRIER,
  type ControlKind,
  END_OF_PARTITION,
} from "../../../src/model/network/control-elements.ts";
import { InputGate } from "../../../src/model/network/input-gate.ts";
import { BufferPool, type NetworkBuffer } from "../../../src/model/network/network-buffer.ts";
import type { Element } from "../../../src/model/operator/element.ts";
import { type Corpus, NotSupported, type RecordedValues } from "../corpus.ts";
import { type Adapter, stepwiseCorpus } from "../stepwise.ts";

type Mode = Parameters<typeof createBarrierAligner>[0];
type Create = (mode: Mode, options: BarrierHandlerOptions) => BarrierAligner;

/** Reads a real input gate as a subtask does: whatever is not blocked, in order of arrival. */
function alignmentAdapter(create: Create): Adapter {
  return (config) => {
    const channels = Number(config["channels"]);
    const mode = modeOf(config);
    const pool = new BufferPool();
    const gate = new InputGate(channels, 2, pool);
    const log: unknown[] = [];
    const aligner = create(mode, {
      checkpointsAfterTasksFinish: config["checkpointsAfterTasksFinish"] === true,
      input: gate,
      host: {
        snapshot: (id) => log.push({ snapshot: id }),
        abort: (id, reason) => log.push({ abort: id, reason }),
      },
    });
    let steps = 0;
    return (step) => {
      // One after the other: what arrives in one instant is read channel by channel.
      gate.receive(bufferOf(step, pool, ++steps));
      for (let buffer = gate.front(); buffer !== undefined; buffer = gate.front()) {
        const { kind, value, channel } = elementOf(buffer);
        gate.release(buffer, 0);
        if (kind !== undefined) gate.barrierRead(channel, kind);
        if (kind === undefined) log.push({ rec: value, ch: channel });
        else if (kind === BARRIER) aligner.barrier(channel, value);
        else if (kind === CANCEL_BARRIER) aligner.cancel(channel, value);
        else aligner.endOfPartition(channel);
      }
      const out = log.splice(0);
      return mode === "EXACTLY_ONCE" ? { out, "=blocked": blockedOf(gate) } : { out };
    };
  };
}

function modeOf(config: RecordedValues): Mode {
  switch (config["mode"]) {
    case "exactlyOnceAligned":
      return "EXACTLY_ONCE";
    case "atLeastOnce":
      return "AT_LEAST_ONCE";
    default:
      throw new NotSupported(`checkpointing mode ${String(config["mode"])}`);
  }
}

/** One buffer that holds this element alone. */
function bufferOf(step: RecordedValues, pool: BufferPool, at: number): NetworkBuffer {
  const buffer = pool.take();
  buffer.channel = Number(step["ch"]);
  buffer.arrivedAt = at;
  const kind = step["type"] === "savepoint" ? SAVEPOINT_BARRIER : CHECKPOINT_BARRIER;
  if (step["barrier"] !== undefined) {
    buffer.appendControl(BARRIER, barrierValue(Number(step["barrier"]), kind));
  } else if (step["cancel"] !== undefined) {
    buffer.appendControl(CANCEL_BARRIER, barrierValue(Number(step["cancel"]), CHECKPOINT_BARRIER));
  } else if (step["end"] === true) {
    buffer.appendControl(END_OF_PARTITION, 0);
  } else if (step["rec"] !== undefined) {
    buffer.records.append(record(Number(step["rec"])), 1);
  } else {
    throw new NotSupported(`element ${JSON.stringify(step)}`);
  }
  return buffer;
}

function record(id: number): Element {
  return { id, ts: 0, hasTimestamp: false, key: 0, value: 0, count: 1, windowStart: 0 };
}

/** `kind` undefined: a record, and `value` its id. */
function elementOf(buffer: NetworkBuffer): {
  readonly kind: ControlKind | undefined;
  readonly value: number;
  readonly channel: number;
} {
  const kind = buffer.controls.size === 0 ? undefined : buffer.controls.kind[0];
  const value = kind === undefined ? buffer.records.idAt(0) : buffer.controls.value[0];
  return { kind, value: value as number, channel: buffer.channel };
}

function blockedOf(gate: InputGate): readonly number[] {
  return Array.from({ length: gate.channels }, (_, channel) => channel).filter((channel) =>
    gate.isBlocked(channel),
  );
}

/** Every channel flows on behind its barrier. */
const neverBlocking: Create = (mode, { input, ...options }) =>
  createBarrierAligner(mode, {
    ...options,
    input: { channels: input.channels, block: () => {}, unblockAll: () => input.unblockAll() },
  });

/** A newer barrier ends the pending checkpoint, and nobody hears of it. */
const silentlySubsuming: Create = (mode, { host, ...options }) =>
  createBarrierAligner(mode, {
    ...options,
    host: {
      snapshot: (id, kind) => host.snapshot(id, kind),
      abort: (id, reason) => {
        if (reason !== "CHECKPOINT_DECLINED_SUBSUMED") host.abort(id, reason);
      },
    },
  });

function deafTo(what: "cancel" | "endOfPartition"): Create {
  return (mode, options) => {
    const aligner = createBarrierAligner(mode, options);
    return {
      aligned: aligner.aligned,
      barrier: (channel, value) => aligner.barrier(channel, value),
      cancel: (channel, value) => aligner.cancel(channel, value),
      endOfPartition: (channel) => aligner.endOfPartition(channel),
      [what]: () => {},
    };
  };
}

const alwaysAfterFinish: Create = (mode, options) =>
  createBarrierAligner(mode, { ...options, checkpointsAfterTasksFinish: true });

const alwaysAligning: Create = (_mode, options) => createBarrierAligner("EXACTLY_ONCE", options);

/** `SingleCheckpointBarrierHandler` and `CheckpointBarrierTracker`, behind a real `InputGate`. */
export const barrierAlignment: Corpus = stepwiseCorpus({
  name: "barrier-alignment",
  rules: ["C9", "C10", "C11", "C12", "C13"],
  ops: ["arrive"],
  adapter: alignmentAdapter(createBarrierAligner),
  faults: {
    "no channel is blocked (C9)": alignmentAdapter(neverBlocking),
    "a subsumed checkpoint is not declined (C10)": alignmentAdapter(silentlySubsuming),
    "cancellation markers are not heard (C11)": alignmentAdapter(deafTo("cancel")),
    "an ended channel is still waited for (C12)": alignmentAdapter(deafTo("endOfPartition")),
    "an ended channel never ends a checkpoint (C12)": alignmentAdapter(alwaysAfterFinish),
    "AT_LEAST_ONCE blocks as well (C13)": alignmentAdapter(alwaysAligning),
  },
});
