import type { TaskSubtask } from "./task-subtask.ts";

/** The instant at which a task thread acts, for operators that are made before their thread. */
export class ThreadClock {
  #thread: TaskSubtask | undefined;

  attach(thread: TaskSubtask): void {
    this.#thread = thread;
  }

  /** The thread; only after it has been attached. */
  get thread(): TaskSubtask {
    return this.#thread as TaskSubtask;
  }

  /** Microseconds. */
  get now(): number {
    return (this.#thread as TaskSubtask).actsAt;
  }
}
