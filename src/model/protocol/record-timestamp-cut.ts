import type { CheckpointView } from "../controller/controller-host.ts";
import { CutController } from "../controller/cut-controller.ts";
import type { EventTime } from "../event-time.ts";
import type { ConfigMapSnapshot } from "../kubernetes/config-map.ts";
import { type CutContext, readCutContext } from "./cut-context.ts";
import type { CutCoordinator } from "./cut-coordinator.ts";
import type { GateIdentity, HandoverProtocol } from "./protocol.ts";
import { isPast, TimestampCutGate } from "./timestamp-cut-gate.ts";

export interface RecordTimestampOptions {
  /** T: both gates know it from their configuration. */
  readonly toggleMillis: EventTime;
  readonly latenessMillis: number;
}

/** Knows T from its own start on; the map tells it only which side of T is its own. */
export class ConfiguredTimestampGate extends TimestampCutGate {
  readonly #toggle: string;

  constructor(identity: GateIdentity, options: RecordTimestampOptions) {
    super(identity, options.latenessMillis);
    this.#toggle = String(options.toggleMillis);
  }

  // The deployment that was there first ends at T, hand-over or not; the one after it begins there.
  protected override readContext(snapshot: ConfigMapSnapshot): CutContext {
    const context = readCutContext(snapshot, this.identity.colour);
    const role = context.role === "steady" ? "outgoing" : context.role;
    return { ...context, role, stage: "COMMITTED", cut: this.#toggle };
  }
}

/** T stands from the beginning. */
export class ConfiguredCoordinator implements CutCoordinator {
  readonly standing: string;
  readonly #options: RecordTimestampOptions;

  constructor(options: RecordTimestampOptions) {
    this.#options = options;
    this.standing = String(options.toggleMillis);
  }

  next(): undefined {
    return undefined;
  }

  isPast(cut: string, { gates }: CheckpointView): boolean {
    return gates.every(({ reached }) => isPast(Number(cut), reached, this.#options.latenessMillis));
  }
}

/**
 * `configured-watermark` by `record-timestamp`: T is a setting of both deployments, nothing is
 * negotiated; a record is the outgoing job's if ts < T, else the incoming job's. Decisions need no
 * memory: they are the same after any restart, for late records too, whatever the watch delays.
 *
 * Needs event time, checkpoints, a savepoint directory, a sink of its own for each job, and the
 * incoming job's savepoint to be taken before anybody meets a timestamp at or above T: what the
 * outgoing job dropped before it nobody reads again. Cannot be taken back, since T comes whether
 * the incoming job is ready or not: then nobody writes until it is. Cannot be used a second time
 * without another T. Records later than `lateness` are lost with the outgoing job.
 */
export function recordTimestampCut(options: RecordTimestampOptions): HandoverProtocol {
  return {
    name: "configured-watermark",
    usesGate: true,
    createGate: (identity) => new ConfiguredTimestampGate(identity, options),
    createController: (host, settings) =>
      new CutController(host, settings, new ConfiguredCoordinator(options)),
  };
}
