/** What a key does; letters can be switched off, as speech input may type them (WCAG 2.1.4). */
import { isTyping } from "./dom.ts";

/** One thing that keys ask for; `keys` are names of `KeyboardEvent.key`. */
export interface Command {
  readonly keys: readonly string[];
  readonly says: string;
  readonly run: (event: KeyboardEvent) => void;
  /** A selector: only while the focus is within such an element, as the page needs the keys elsewhere. */
  readonly within?: string;
}

export class Keys {
  readonly #commands: readonly Command[];
  hasLetters = true;

  constructor(commands: readonly Command[]) {
    this.#commands = commands;
    document.addEventListener("keydown", (event) => this.#hear(event));
  }

  get commands(): readonly Command[] {
    return this.#commands;
  }

  #hear(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, target } = event;
    if (isTyping(target) && key !== "Escape") return;
    if (!this.hasLetters && [...key].length === 1) return;
    const isIn = (place: string): boolean =>
      target instanceof Element && target.closest(place) !== null;
    const command = this.#commands.find(
      ({ keys, within }) => keys.includes(key) && (within === undefined || isIn(within)),
    );
    // Sliders keep their arrows.
    if (command === undefined || (target instanceof HTMLInputElement && key.startsWith("Arrow")))
      return;
    event.preventDefault();
    command.run(event);
  }
}
