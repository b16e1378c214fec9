import { make } from "./dom.ts";
import type { Keys } from "./keys.ts";

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
};

/** Each key; of many in a row the first and the last. */
function caps(names: readonly string[]): readonly (Node | string)[] {
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const cap = (name: string): Node => make("kbd", {}, SHOWN[name] ?? name);
  if (names.length > 4) return [cap(first), " … ", cap(last)];
  return names.flatMap((name, i) => [...(i === 0 ? [] : [" "]), cap(name)]);
}

/** The list of keys, in a dialog of the browser's own. */
export function helpDialog(keys: Keys, changed: (hasLetters: boolean) => void): HTMLDialogElement {
  const rows = keys.commands.map(({ keys: names, says }) =>
    make("tr", {}, make("td", {}, ...caps(names)), make("td", {}, says)),
  );
  const box = make("input", { type: "checkbox", id: "letter-keys" });
  box.checked = keys.hasLetters;
  box.addEventListener("change", () => changed(box.checked));
  const close = make("button", { type: "button" }, "Close");
  const dialog = make(
    "dialog",
    { class: "help", "aria-labelledby": "help-title" },
    make("h2", { id: "help-title" }, "Keys"),
    make("table", {}, make("tbody", {}, ...rows)),
    make("p", {}, box, make("label", { for: "letter-keys" }, " Keys of a single sign")),
    make(
      "p",
      { class: "note" },
      "On a chart: drag to zoom in, Ctrl and wheel to zoom, double click for all.",
    ),
    close,
  );
  close.addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}
