/** A few lines beside a place of a drawing. */
import { make } from "./dom.ts";

export class Readout {
  readonly #box: HTMLElement = make("div", { class: "readout", hidden: "" });

  constructor() {
    document.body.append(this.#box);
  }

  hide(): void {
    this.#box.hidden = true;
  }

  /** At a place in the drawing's own unit, and never out of the window. */
  show(
    lines: readonly string[],
    svg: SVGSVGElement,
    place: { readonly x: number; readonly y: number },
  ): void {
    this.#box.hidden = false;
    this.#box.replaceChildren(...lines.map((line) => make("p", {}, line)));
    const box = svg.getBoundingClientRect();
    const scale = box.width / Number(svg.getAttribute("width"));
    const x = box.left + place.x * scale;
    const room = document.documentElement.clientWidth;
    const width = this.#box.offsetWidth;
    const left = x + 14 + width > room ? x - 14 - width : x + 14;
    this.#box.style.left = `${Math.max(4, left + window.scrollX)}px`;
    this.#box.style.top = `${Math.max(box.top, 0) + window.scrollY + place.y * scale}px`;
  }
}
