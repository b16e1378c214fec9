import { assert } from "../../engine/assert.ts";
import type { Chance } from "../../engine/choice.ts";
import type { JobOptions } from "../options.ts";
import type { PlacedSource } from "../source/sources.ts";
import type { TopicLog } from "../source/topic-log.ts";
import type { Agenda } from "./agenda.ts";
import type { JobStatus } from "./job-status.ts";
import { type CoordinatorStore, SourceCoordinator } from "./source-coordinator.ts";

/** The coordinators of all sources of one job; they begin anew with each of its JobManagers. */
export class SourceCoordinators {
  readonly #store: CoordinatorStore = { groups: new Map() };
  readonly #coordinators: readonly SourceCoordinator[];

  constructor(options: {
    readonly sources: readonly PlacedSource[];
    readonly job: JobOptions;
    readonly topic: TopicLog;
    readonly agenda: Agenda;
    readonly chance: Chance;
  }) {
    this.#coordinators = options.sources.map(
      (source, number) => new SourceCoordinator({ ...options, source, number, store: this.#store }),
    );
  }

  of(source: string): SourceCoordinator {
    const found = this.#coordinators.find((one) => one.source.name === source);
    assert(found !== undefined, `no source ${source}`);
    return found;
  }

  /** A deployment, the loss of a JobManager and the end of the job end what they knew. */
  jobBecame(status: JobStatus): void {
    if (status === "running" || status === "restarting") return;
    this.#store.groups.clear();
    for (const coordinator of this.#coordinators) coordinator.forget();
  }
}
