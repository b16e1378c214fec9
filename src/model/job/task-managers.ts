import type { Chance, KeyedDraws } from "../../engine/choice.ts";
import { sampleLatency } from "../../engine/latency.ts";
import { SlotSharing } from "./slot-sharing.ts";
import type { LossNotice, TaskManagerOptions } from "./task-manager-options.ts";
import type { Topology } from "./topology.ts";

const START_UP = 0;
const HEARTBEAT = 1;

/**
 * The task managers of one job: which subtasks share one, which are gone, when slots are there again,
 * and what their clocks show. Slots are filled one task manager after another.
 * Not modelled: which free slot Flink chooses; slots that stay away (`slot.request.timeout`, 5 min).
 */
export class TaskManagers {
  readonly #options: TaskManagerOptions;
  readonly #slots: SlotSharing;
  readonly #draws: KeyedDraws;
  readonly #lost = new Set<number>();
  readonly #aheadMillis = new Map<number, number>();
  #spare: number;
  #draw = 0;

  constructor(options: TaskManagerOptions, topology: Topology, chance: Chance, path: string) {
    this.#options = options;
    this.#slots = new SlotSharing(topology);
    this.#draws = chance.keyed(path, "task managers");
    this.#spare = options.spare;
  }

  get count(): number {
    return Math.ceil(this.#slots.count / this.#options.slots);
  }

  /** The one that the subtask of that number runs on. */
  of(index: number): number {
    return Math.floor(this.#slots.of(index) / this.#options.slots);
  }

  /** Its process is gone; whether there was one. */
  lose(taskManager: number): boolean {
    if (taskManager >= this.count || this.#lost.has(taskManager)) return false;
    this.#lost.add(taskManager);
    this.#aheadMillis.delete(taskManager);
    return true;
  }

  /** A deployment brings its own. */
  renew(): void {
    this.#lost.clear();
    this.#aheadMillis.clear();
    this.#spare = this.#options.spare;
  }

  /**
   * C23: how long after its death the JobManager hears of it, which calls each heartbeat interval.
   */
  noticedAfter(notice: LossNotice): number {
    const { heartbeatIntervalMicros, heartbeatTimeoutMicros, heartbeatFailures } = this.#options;
    if (notice === "connection") return 0;
    const sinceCall = this.#draws.below(heartbeatIntervalMicros, HEARTBEAT, this.#draw++);
    const limit =
      notice === "heartbeat" ? heartbeatTimeoutMicros : heartbeatFailures * heartbeatIntervalMicros;
    return Math.max(1, limit - sinceCall);
  }

  /**
   * What was lost is replaced, by a spare one or a new one: how long it takes until all slots are
   * there; 0 = they are.
   */
  replace(): number {
    const { slots, startUp } = this.#options;
    const lost = this.#lost.size;
    if (lost === 0) return 0;
    this.#lost.clear();
    const free = (this.count - lost + this.#spare) * slots;
    this.#spare = Math.max(0, this.#spare - lost);
    if (free >= this.#slots.count) return 0;
    return sampleLatency(startUp, this.#draws.unit(START_UP, this.#draw++));
  }

  /** By how much the wall clock beside that subtask is ahead of true time; negative: behind. */
  aheadMillis(index: number): number {
    return this.#aheadMillis.size === 0 ? 0 : (this.#aheadMillis.get(this.of(index)) ?? 0);
  }

  /** Its wall clock is set, as NTP does after a while without. */
  setClock(taskManager: number, aheadMillis: number): void {
    this.#aheadMillis.set(taskManager, aheadMillis);
  }
}
