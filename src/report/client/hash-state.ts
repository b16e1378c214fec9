import type { NamedSubtask } from "../html/charts/view.ts";

/** What a link to this page says: an element, and how the page shows things. */
export interface HashState {
  /** Of the element to go to; "" = none. */
  readonly target: string;
  /** Zoomed to, in microseconds of processing time from the origin. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  readonly isLag: boolean;
  readonly query: string;
  /** The subtask that stands out. */
  readonly subtask: NamedSubtask | undefined;
  /** Settings that were moved, by path. */
  readonly live: Readonly<Record<string, string>>;
  readonly hasLetterKeys: boolean;
}

export const PLAIN: HashState = {
  target: "",
  span: undefined,
  isLag: false,
  query: "",
  subtask: undefined,
  live: {},
  hasLetterKeys: true,
};

const LIVE = "live.";

/** "#timeline?t=4.2..6.5&q=out:lost". */
export function parseHash(hash: string): HashState {
  const text = hash.replace(/^#/, "");
  const mark = text.indexOf("?");
  const target = decoded(mark < 0 ? text : text.slice(0, mark));
  const parameters = new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1));
  const live: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (name.startsWith(LIVE)) live[name.slice(LIVE.length)] = value;
  }
  return {
    target,
    span: spanOf(parameters.get("t") ?? ""),
    isLag: parameters.get("view") === "lag",
    query: parameters.get("q") ?? "",
    subtask: parseSubtask(parameters.get("subtask") ?? ""),
    live,
    hasLetterKeys: parameters.get("keys") !== "off",
  };
}

export function formatHash(state: HashState): string {
  const { target, span, isLag, query, subtask, live, hasLetterKeys } = state;
  const parameters = new URLSearchParams();
  if (span !== undefined) parameters.set("t", `${seconds(span.from)}..${seconds(span.to)}`);
  if (isLag) parameters.set("view", "lag");
  if (query !== "") parameters.set("q", query);
  if (subtask !== undefined) parameters.set("subtask", `${subtask.role}/${subtask.subtask}`);
  for (const [path, value] of Object.entries(live).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    parameters.set(`${LIVE}${path}`, value);
  }
  if (!hasLetterKeys) parameters.set("keys", "off");
  const rest = parameters.toString();
  return `#${encodeURI(target)}${rest === "" ? "" : `?${rest}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** "incoming/2". */
export function parseSubtask(text: string): NamedSubtask | undefined {
  const [role, number] = text.split("/");
  if (role !== "outgoing" && role !== "incoming") return undefined;
  return number !== undefined && /^\d{1,6}$/.test(number)
    ? { role, subtask: Number(number) }
    : undefined;
}

/** "4.2..6.5", seconds from the origin. */
function spanOf(text: string): HashState["span"] {
  const match = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(text);
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]) * 1e6, Number(match[2]) * 1e6].map(Math.round);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

function seconds(micros: number): string {
  return String(Math.round(micros) / 1e6);
}
