import { Element } from "../operator/element.ts";

/** A copy of the register, into `into` when given. */
export function copyElement(from: Element, into: Element = new Element()): Element {
  into.id = from.id;
  into.ts = from.ts;
  into.hasTimestamp = from.hasTimestamp;
  into.key = from.key;
  into.value = from.value;
  into.count = from.count;
  into.windowStart = from.windowStart;
  return into;
}
