import type { ConfigMapSnapshot, WriteResult } from "../kubernetes/config-map.ts";
import {
  type BaseContext,
  compareContexts,
  readContext,
  type WatermarkContext,
} from "./gate-context.ts";
import { GateWriter } from "./gate-write.ts";
import type { Gate, GateHost, GateIdentity, GateState, GateStep } from "./protocol.ts";

/**
 * What the three published watermark gates share: two contexts, assigned one after the other by
 * the informer's thread, and a handler whose equals can throw (G12). Nothing is checkpointed (G11).
 */
export abstract class WatermarkGate implements Gate {
  protected readonly identity: GateIdentity;
  protected readonly host: GateHost;
  protected readonly writer: GateWriter;
  protected base: BaseContext;
  protected context: WatermarkContext;
  protected crossed = false;

  constructor(identity: GateIdentity) {
    this.identity = identity;
    this.host = identity.host;
    this.writer = new GateWriter(identity.host);
    this.context = readContext({}, identity.colour);
    this.base = this.context.base;
  }

  abstract decide(ts: number, watermark: number): GateStep;
  abstract quietUntil(nowMillis: number): number;
  abstract handOverDone(nowMillis: number, watermark: number): boolean;
  abstract state(): GateState;

  get hasCrossed(): boolean {
    return this.crossed;
  }

  get toggle(): number | undefined {
    return this.context.toggle ?? undefined;
  }

  onOpen(snapshot: ConfigMapSnapshot): void {
    this.onWatchBase(snapshot);
    this.learn(readContext(snapshot.data, this.identity.colour));
  }

  onWatch(snapshot: ConfigMapSnapshot, _isDuplicate: boolean): void {
    this.onWatchBase(snapshot);
    this.onWatchRest(snapshot);
  }

  onWatchBase(snapshot: ConfigMapSnapshot): void {
    this.base = readContext(snapshot.data, this.identity.colour).base;
  }

  onWatchRest(snapshot: ConfigMapSnapshot): void {
    const next = readContext(snapshot.data, this.identity.colour);
    const comparison = compareContexts(this.context, next);
    if (comparison === "throws") this.host.handlerFailed("NullPointerException");
    else if (comparison === "different") this.learn(next);
  }

  onRead(snapshot: ConfigMapSnapshot): void {
    this.writer.onRead(snapshot);
  }

  onWritten(result: WriteResult): void {
    this.writer.onWritten(result);
  }

  /** The informer, `open()` or an own write brings another context. */
  protected learn(context: WatermarkContext): void {
    this.context = context;
  }

  protected setToggle(toggle: number): void {
    this.learn({ ...this.context, toggle });
  }

  protected contextState(): GateState {
    return {
      mode: this.base.mode,
      stage: this.base.stage,
      D: this.context.base.deletionDelayMillis,
      first: this.context.base.isFirst,
      T: this.context.toggle,
      wmStage: this.context.watermarkStage,
    };
  }
}
