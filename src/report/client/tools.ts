/** What the script adds to the line of links: a search, the theme, the list of keys. */
import { byId, make } from "./dom.ts";
import { helpDialog } from "./help.ts";
import { type Command, Keys } from "./keys.ts";
import { LEDGER } from "./ledger-pointer.ts";
import { type ReportPage, say } from "./page.ts";

const CHARTS = "[data-chart]";

export function addTools(
  page: ReportPage,
  more: readonly {
    readonly keys: readonly string[];
    readonly says: string;
    readonly run: () => void;
  }[],
): void {
  document.body.append(make("div", { id: "said", class: "unseen", role: "status" }));
  const search = searchBox(page);
  const keys = new Keys([
    ...digits(page),
    { keys: ["f"], says: "next failure", run: () => page.stepFailure(1) },
    { keys: ["F"], says: "previous failure", run: () => page.stepFailure(-1) },
    { keys: ["+", "="], says: "zoom in", run: () => page.zoomBy(0.5) },
    { keys: ["-", "−"], says: "zoom out", run: () => page.zoomBy(2) },
    { keys: ["0"], says: "the whole hand-over", run: () => page.zoom(undefined) },
    ...chartKeys(page),
    { keys: ["s"], says: "next subtask stands out", run: () => page.stepSubtask(1) },
    { keys: ["S"], says: "previous subtask stands out", run: () => page.stepSubtask(-1) },
    { keys: ["l"], says: "watermarks as event time, or as lag", run: () => page.toggleLag() },
    { keys: ["/"], says: "search the failures", run: () => search.focus() },
    { keys: ["d"], says: "dark or light", run: toggleTheme },
    ...more,
    {
      keys: ["Escape"],
      says: "clear zoom, cursor and what stands out",
      run: () => clearOrLeave(page, search),
    },
    { keys: ["?"], says: "this list", run: () => dialog.showModal() },
  ]);
  const dialog = helpDialog(keys, (has) => page.setLetterKeys(has));
  const help = button("Keys ?", () => dialog.showModal());
  byId("tools")?.append(search, button("Theme", toggleTheme), help);
  page.onState(({ query, hasLetterKeys }) => {
    keys.hasLetters = hasLetterKeys;
    if (document.activeElement !== search) search.value = query;
  });
}

/** Keys of what has the focus. */
function chartKeys(page: ReportPage): readonly Command[] {
  return [
    {
      keys: ["ArrowLeft", "ArrowRight"],
      says: "in a chart: pan; with Shift move the cursor",
      within: CHARTS,
      run: (event) => arrow(page, event),
    },
    {
      keys: ["Enter"],
      says: "in a chart: say what was so at the cursor",
      within: CHARTS,
      run: () => page.tellCursor(),
    },
    {
      keys: ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"],
      says: "in the ledger: the next cell",
      within: LEDGER,
      run: ({ key }) => page.ledger.walk(key),
    },
    {
      keys: ["Enter"],
      says: "in the ledger: the failures of the cell",
      within: LEDGER,
      run: () => page.ledger.open(),
    },
  ];
}

function digits(page: ReportPage): readonly Command[] {
  const names = Array.from({ length: 9 }, (_, i) => String(i + 1));
  return [{ keys: names, says: "go to that section", run: ({ key }) => page.goTo(Number(key)) }];
}

function arrow(page: ReportPage, { key, shiftKey }: KeyboardEvent): void {
  const way = key === "ArrowRight" ? 1 : -1;
  if (shiftKey) page.moveCursor(way * 0.01);
  else page.pan(way * 0.25);
}

function clearOrLeave(page: ReportPage, search: HTMLInputElement): void {
  if (document.activeElement === search) {
    search.blur();
    return;
  }
  page.clear();
}

function searchBox(page: ReportPage): HTMLInputElement {
  const search = make("input", {
    type: "search",
    placeholder: "Search failures  /",
    "aria-label": "Search failures, for example out:lost p:2 ts:4..5 key:abc",
  });
  search.addEventListener("input", () => {
    const count = page.ask(search.value.trim());
    say(`${count} failures`);
  });
  search.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") byId("failures")?.scrollIntoView({ block: "start" });
  });
  return search;
}

function button(text: string, run: () => void): HTMLButtonElement {
  const made = make("button", { type: "button" }, text);
  made.addEventListener("click", run);
  return made;
}

/** Against what the system says, until the page is left. */
function toggleTheme(): void {
  const root = document.documentElement;
  const isDark = getComputedStyle(root).colorScheme === "dark";
  root.dataset["theme"] = isDark ? "light" : "dark";
}

/** On paper every table is open; the second drawings of a part are not needed there. */
export function openForPrint(): void {
  let closed: readonly HTMLDetailsElement[] = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open]):not(.whole)")];
    for (const one of closed) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });
}
