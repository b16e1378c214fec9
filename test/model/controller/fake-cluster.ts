import { BlueGreenController } from "../../../src/model/controller/blue-green-controller.ts";
import type {
  BlueGreenState,
  CheckpointView,
  ControllerHost,
  DeployFrom,
  JobStatus,
  SavepointStatus,
  StopStatus,
} from "../../../src/model/controller/controller-host.ts";
import type { PublishedControllerOptions } from "../../../src/model/controller/controller-options.ts";
import type { HandoverController } from "../../../src/model/controller/hand-over-controller.ts";
import {
  ConfigMap,
  type ConfigMapData,
  type ConfigMapEntries,
} from "../../../src/model/kubernetes/config-map.ts";
import type { Colour } from "../../../src/model/options.ts";
import { PUBLISHED_CONTROLLER_V3 } from "../../../src/model/protocol/controller-rules.ts";
import { handoverMap } from "../../../src/model/protocol/handover-map.ts";

type Create = (host: ControllerHost, options: PublishedControllerOptions) => HandoverController;

/** A cluster that a test sets by hand; `log` holds what the controller did, in order. */
export class FakeCluster implements ControllerHost {
  readonly log: string[] = [];
  readonly map: ConfigMap = new ConfigMap();
  readonly jobs: Map<Colour, "ready" | "starting" | "restarting" | "failed"> = new Map();
  readonly suspended: Set<Colour> = new Set();
  savepoint: SavepointStatus = "none";
  stopped: StopStatus = "none";
  watermark = 0;
  readonly checkpoints: Map<Colour, CheckpointView> = new Map();
  gauge = 0;
  deletesAtOnce = true;
  suspendsAtOnce = true;
  wakeAt: number = Number.NaN;
  readonly controller: HandoverController;

  constructor(
    options: Partial<PublishedControllerOptions> = {},
    create: Create = (host, settings) => new BlueGreenController(host, settings),
  ) {
    this.controller = create(this, {
      rules: PUBLISHED_CONTROLLER_V3,
      deletionDelayMillis: 1_000,
      abortGraceMillis: 600_000,
      gateTimeoutMillis: 60_000,
      rescheduleMillis: 15_000,
      savepointsDir: true,
      teardown: "published",
      hearsOfReadiness: false,
      givesUpSilently: false,
      startFrom: "savepoint",
      keepsStaleReadyStamp: false,
      hasCheckpoints: true,
      deployed: "BLUE",
      ...options,
    });
    this.jobs.set("BLUE", "ready");
    this.map.replace(handoverMap("BLUE", "RUNNING", true, 1_000));
  }

  /** An upgrade up to TRANSITIONING_TO_GREEN at time 0, the incoming job ready or not. */
  upgraded(incoming: "ready" | "starting"): this {
    this.controller.edit("transition");
    this.controller.reconcile(0);
    this.savepoint = "completed";
    this.controller.reconcile(0);
    this.jobs.set("GREEN", incoming);
    return this;
  }

  triggerSavepoint(colour: Colour): void {
    this.savepoint = "pending";
    this.log.push(`savepoint ${colour}`);
  }
  savepointStatus(): SavepointStatus {
    return this.savepoint;
  }
  deploy(colour: Colour, from: DeployFrom): void {
    this.jobs.set(colour, "starting");
    this.log.push(`deploy ${colour} from ${from}`);
  }
  jobStatus(colour: Colour): JobStatus {
    const job = this.jobs.get(colour);
    const running = job === "ready";
    const hasRun = running || job === "restarting";
    return {
      exists: job !== undefined,
      running,
      stable: running,
      hasRun,
      failed: job === "failed",
    };
  }
  delete(colour: Colour): void {
    if (this.deletesAtOnce) this.jobs.delete(colour);
    this.log.push(`delete ${colour}`);
  }
  suspend(colour: Colour, how: "savepoint" | "stateless"): void {
    if (this.suspendsAtOnce) this.suspended.add(colour);
    this.log.push(`suspend ${colour} ${how}`);
  }
  isSuspended(colour: Colour): boolean {
    return this.suspended.has(colour);
  }
  redeploy(colour: Colour): void {
    this.log.push(`redeploy ${colour}`);
  }
  stop(colour: Colour): void {
    this.stopped = "pending";
    this.log.push(`stop ${colour}`);
  }
  stopStatus(): StopStatus {
    return this.stopped;
  }
  resume(colour: Colour): void {
    this.jobs.set(colour, "starting");
    this.stopped = "none";
    this.log.push(`resume ${colour}`);
  }
  gateNames(colour: Colour): readonly string[] {
    return colour === "BLUE" ? ["gate-0", "gate-1"] : ["gate-0"];
  }
  maxWatermark(): number {
    return this.watermark;
  }
  lastCheckpoint(colour: Colour): CheckpointView | undefined {
    return this.checkpoints.get(colour);
  }
  watchConfigMap(): void {}
  notice(text: string): void {
    this.log.push(`! ${text}`);
  }
  gateGauge(): number {
    return this.gauge;
  }
  readConfigMap(): ConfigMapData {
    return this.map.read().data;
  }
  replaceConfigMap(data: ConfigMapData): void {
    this.map.replace(data);
    this.log.push(`replace ${data["stage"]} ${data["active-deployment-type"]}`);
  }
  updateConfigMap(entries: ConfigMapEntries): void {
    this.map.patch(entries);
    this.log.push(`update ${entries["stage"]}`);
  }
  schedule(atMillis: number): void {
    this.wakeAt = atMillis;
  }
  transition(_from: BlueGreenState, to: BlueGreenState, _why: string): void {
    this.log.push(`-> ${to}`);
  }
}
