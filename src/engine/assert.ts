/** Our own fault, never the scenario's: an invariant of the simulator does not hold. */
export class SimulatorBug extends Error {
  override readonly name: string = "SimulatorBug";
}

/**
 * Throws a `SimulatorBug` unless `condition` holds. Give a function where building the message costs
 * something: it is called only on failure.
 */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) {
    throw new SimulatorBug(typeof message === "string" ? message : message());
  }
}

/** The end of an exhausted `switch`: does not compile while a case is left, and throws if reached. */
export function unreachable(x: never): never {
  throw new SimulatorBug(`unreachable value ${String(x)}`);
}
