/** Called each time that something makes a difference. */
type Happened = () => void;

interface Lasting {
  readonly until: number;
  readonly happened: Happened;
}

/**
 * What befalls the checkpoints of one job on the JobManager's side: notifications that get lost (C6),
 * a storage that takes nothing or takes long (C4, C5), savepoints that fail or never end. Times in µs.
 */
export class CheckpointFaults {
  #loss: Lasting | undefined;
  #failure: Lasting | undefined;
  #slowness: (Lasting & { readonly by: number }) | undefined;
  #nextFails: Happened | undefined;
  #nextHangs: Happened | undefined;
  #storeBackAt = -1;
  readonly #hanging = new Map<number, Happened>();

  /** Notifications that are sent before `until` are lost. */
  loseNotifications(until: number, happened: Happened): void {
    this.#loss = { until, happened };
  }

  /** Nothing can be written before `until`: what would complete by then fails. */
  failUntil(until: number, happened: Happened): void {
    this.#failure = { until, happened };
  }

  /** What is uploaded before `until` takes so much longer. */
  slowUntil(until: number, by: number, happened: Happened): void {
    this.#slowness = { until, by, happened };
  }

  failNextSavepoint(happened: Happened): void {
    this.#nextFails = happened;
  }

  /** Of the next savepoint to begin no subtask will be done; it expires as any checkpoint (C4). */
  hangNextSavepoint(happened: Happened): void {
    this.#nextHangs = happened;
  }

  /** A completed checkpoint cannot be registered before then (C5, with high availability). */
  storeAwayUntil(at: number): void {
    this.#storeBackAt = Math.max(this.#storeBackAt, at);
  }

  begun(id: number, isSavepoint: boolean): void {
    if (!isSavepoint || this.#nextHangs === undefined) return;
    this.#hanging.set(id, this.#nextHangs);
    this.#nextHangs = undefined;
  }

  /** How long after now an acknowledgement gets through; Infinity = never. */
  acknowledgedAfter(id: number, now: number): number {
    const hangs = this.#hanging.get(id);
    if (hangs !== undefined) {
      hangs();
      return Number.POSITIVE_INFINITY;
    }
    const slowness = this.#slowness;
    const isSlow = slowness !== undefined && now < slowness.until;
    if (isSlow) slowness.happened();
    return Math.max(isSlow ? slowness.by : 0, this.#storeBackAt - now, 0);
  }

  /** The metadata of a completed one cannot be written. */
  failsToComplete(isSavepoint: boolean, now: number): boolean {
    const failure = this.#failure;
    const next = isSavepoint ? this.#nextFails : undefined;
    if (next !== undefined) this.#nextFails = undefined;
    const why =
      next ?? (failure !== undefined && now < failure.until ? failure.happened : undefined);
    why?.();
    return why !== undefined;
  }

  /** A notification of now is lost. */
  losesNotification(now: number): boolean {
    const loss = this.#loss;
    if (loss === undefined || now >= loss.until) return false;
    loss.happened();
    return true;
  }
}
