import { taskOutput } from "../network/task-output.ts";
import { Element } from "../operator/element.ts";
import { ChainAssembly } from "./chain-assembly.ts";
import type { Placement } from "./deployment.ts";
import { Execution } from "./execution.ts";
import type { JobSurroundings } from "./job-surroundings.ts";
import { SourceSubtask } from "./source-subtask.ts";
import { ThreadAssembly } from "./thread-assembly.ts";
import { ThreadClock } from "./thread-clock.ts";

/** Makes the attempts of one job's subtasks: thread, chain, gates and sinks, put together. */
export class ExecutionFactory {
  readonly #around: JobSurroundings;

  constructor(surroundings: JobSurroundings) {
    this.#around = surroundings;
  }

  create(placement: Placement): Execution {
    const { plan, subtask, index, path, agenda, host } = placement;
    const { job, chance, books, run } = this.#around;
    const clock = new ThreadClock();
    const owner = books.attempt(plan.index, subtask);
    const shared = { around: this.#around, placement, element: new Element(), clock, owner };
    const outputs = placement.outputs(() => clock.thread.creditNoted());
    const out = taskOutput([...outputs.values()]);
    const assembly = new ChainAssembly({ ...shared, outputs });
    const thread = new ThreadAssembly(shared).create(assembly.chain, out, {
      snapshot: (id, kind) => execution.snapshot(id, kind),
      abort: (id, reason) => execution.decline(id, reason),
    });
    const execution = new Execution({
      task: plan.index,
      subtask,
      index,
      owner,
      thread,
      source: thread instanceof SourceSubtask ? thread : undefined,
      chain: assembly.chain,
      sinks: assembly.sinks,
      gates: assembly.gates,
      out,
      agenda,
      checkpointing: job.checkpointing,
      savepointDuration: run.handover?.savepointDuration,
      savepointDraws: chance.keyed(job.role, "savepoint duration"),
      asyncDraws: chance.keyed(path, "asynchronous part"),
      rpcDraws: chance.keyed(path, "acknowledgement"),
      books,
      host,
    });
    if (thread instanceof SourceSubtask) {
      this.#around.coordinators.of(thread.name).deployed(execution);
      thread.onFailure = (reason) => execution.fail(reason);
    }
    assembly.attach(thread, (reason) => execution.fail(reason));
    return execution;
  }
}
