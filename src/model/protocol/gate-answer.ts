import {
  type ConfigMapData,
  type ConfigMapEntries,
  type ConfigMapSnapshot,
  type WriteResult,
  withEntries,
} from "../kubernetes/config-map.ts";
import type { Colour } from "../options.ts";
import { answerKey, CUT_ROUND, TRANSITION } from "./handover-map.ts";
import type { GateHost, WriteAttempt } from "./protocol.ts";

/** What a gate subtask says in one round of one hand-over; `value` is how far it is, as text. */
export interface GateAnswer {
  readonly transition: string;
  readonly round: number;
  readonly says: "seen" | "acknowledges" | "refuses";
  readonly value: string;
}

/** What stands in the map for that gate subtask, from whatever hand-over. */
export function readAnswer(
  data: ConfigMapData,
  colour: Colour,
  gate: string,
): GateAnswer | undefined {
  const [transition, round, says, value] = data[answerKey(colour, gate)]?.split(" ") ?? [];
  if (transition === undefined || value === undefined) return undefined;
  return { transition, round: Number(round), says: says as GateAnswer["says"], value };
}

/**
 * Writes the answers of one gate subtask beside its task thread: GET, then PUT with the version read
 * (K5), again and again until it is in. It holds only for the hand-over and round that it was meant
 * for: a late one is not written into the next (fault 29, repair 6).
 */
export class GateAnswerWriter {
  readonly #host: GateHost;
  readonly #key: string;
  /** What is to be written last of all. */
  #wanted: GateAnswer | undefined;
  /** What the PUT under way says. */
  #inHand: GateAnswer | undefined;
  #isBusy = false;
  #readVersion = 0;

  constructor(host: GateHost, colour: Colour, gate: string) {
    this.#host = host;
    this.#key = answerKey(colour, gate);
  }

  say(answer: GateAnswer): void {
    this.#wanted = answer;
    if (!this.#isBusy) this.#ask();
  }

  onRead(snapshot: ConfigMapSnapshot): void {
    const answer = this.#wanted as GateAnswer;
    this.#inHand = answer;
    this.#readVersion = snapshot.version;
    if (this.isMeantFor(answer, snapshot.data)) {
      this.#host.put(snapshot.version, withEntries(snapshot.data, this.#entries()));
    } else {
      this.#ended("other-transition");
    }
  }

  onWritten(result: WriteResult): void {
    if (result.outcome === "conflict") {
      this.#host.wrote(this.#attempt("conflict"));
      this.#ask();
    } else {
      this.#ended(result.outcome);
    }
  }

  protected isMeantFor(answer: GateAnswer, data: ConfigMapData): boolean {
    return data[TRANSITION] === answer.transition && Number(data[CUT_ROUND]) === answer.round;
  }

  #ask(): void {
    this.#isBusy = true;
    this.#host.get();
  }

  // Another answer may have come up meanwhile: it is written next.
  #ended(outcome: WriteAttempt["outcome"]): void {
    this.#host.wrote(this.#attempt(outcome));
    if (this.#wanted !== this.#inHand) {
      this.#ask();
    } else {
      this.#wanted = undefined;
      this.#isBusy = false;
    }
  }

  #attempt(outcome: WriteAttempt["outcome"]): WriteAttempt {
    const { transition } = this.#inHand as GateAnswer;
    return {
      operation: "compare-and-set",
      entries: this.#entries(),
      key: TRANSITION,
      expected: transition,
      readVersion: this.#readVersion,
      outcome,
    };
  }

  #entries(): ConfigMapEntries {
    const { transition, round, says, value } = this.#inHand as GateAnswer;
    return { [this.#key]: `${transition} ${round} ${says} ${value}` };
  }
}
