import type { Run, Runnable } from "../explore/run-many.ts";
import { spanText } from "../report/quantity.ts";
import type { Thrown } from "./seed-task.ts";

/** A fault of ours, with what replays it. */
export interface Bug {
  readonly file: string;
  readonly seed: number;
  readonly thrown: Thrown;
  /** Where the simulation was, if a second run told. */
  readonly place: string;
  readonly version: string;
  readonly inputs: string;
}

/** For the user to send: what, which seed, when in the simulation, and how to see it again. */
export function bugText({ file, seed, thrown, place, version, inputs }: Bug): string {
  const stack = thrown.stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [
    "handover: this is a bug in the simulator, not in your scenario",
    `  ${thrown.message}`,
    `  ${file}, seed ${seed}, ${place}`,
    "  Please report it with these lines, the scenario and the files that it names. To see it again:",
    `  handover run ${file} --seed ${seed}`,
    `  (handover ${version}, inputs ${inputs.slice(0, 7)}, Node ${process.version})`,
    ...stack.slice(0, 8),
    "",
  ].join("\n");
}

/** Runs the seed again, to say at which simulated time and in which component it breaks. */
export function placeOfBug(run: Run, scenario: Runnable, seed: number): string {
  let last = "before its first event";
  try {
    run(scenario, seed, {
      trace: {
        event: (time, _phase, component) => {
          last = `at ${spanText(time, 3).replaceAll("\u00a0", " ")} simulated, in ${component}`;
        },
        emit: () => {},
      },
    });
  } catch {
    return last;
  }
  return "and a second run did not show it";
}
