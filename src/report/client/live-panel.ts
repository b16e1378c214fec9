/** The settings that can be moved: a slider or a choice each, where the list of settings stands. */
import type { LiveSetting, LiveValue, LiveValues } from "../../explore/live/live-settings.ts";
import { settingLabel } from "../html/words/setting-words.ts";
import { spanText } from "../quantity.ts";
import { byId, make } from "./dom.ts";

/** So few that each step of an arrow key is another value, however it is rounded. */
const POSITIONS = 100;

interface Row {
  readonly setting: LiveSetting;
  readonly row: HTMLElement;
  /** Shows a value; it is not asked whether anybody hears it. */
  set(value: LiveValue): void;
}

export class LivePanel {
  readonly #rows: readonly Row[];
  readonly #changed: (values: LiveValues) => void;
  #values: LiveValues = {};

  constructor(settings: readonly LiveSetting[], changed: (values: LiveValues) => void) {
    this.#changed = changed;
    this.#rows = settings.map((setting) => this.#rowOf(setting));
    const host = byId("live");
    host?.append(...this.#rows.map(({ row }) => row));
    for (const { path, twins } of settings) hideInList([path, ...twins]);
  }

  get values(): LiveValues {
    return this.#values;
  }

  /** Shows these values. */
  set(values: LiveValues): void {
    this.#values = values;
    for (const { setting, row, set } of this.#rows) {
      const value = values[setting.path] ?? setting.used;
      set(value);
      row.classList.toggle("moved", value !== setting.used);
    }
  }

  /** After the list of settings was drawn anew. */
  hideAgain(): void {
    for (const { setting } of this.#rows) hideInList([setting.path, ...setting.twins]);
  }

  #move(setting: LiveSetting, value: LiveValue): void {
    const { [setting.path]: _, ...others } = this.#values;
    this.set(value === setting.used ? others : { ...others, [setting.path]: value });
    this.#changed(this.#values);
  }

  #rowOf(setting: LiveSetting): Row {
    const id = `move-${setting.path}`;
    const label = make("label", { for: id }, settingLabel(setting.path));
    if (setting.kind === "word") {
      const select = make(
        "select",
        { id },
        ...setting.choices.map((choice) => make("option", { value: choice }, choice)),
      );
      select.value = setting.used;
      select.addEventListener("change", () => this.#move(setting, select.value));
      const set = (value: LiveValue): void => {
        select.value = String(value);
      };
      return { setting, row: make("div", { class: "move" }, label, select), set };
    }
    const range = make("input", { id, type: "range", min: "0", max: String(POSITIONS), step: "1" });
    const shown = make("output", { for: id });
    const set = (value: LiveValue): void => {
      const micros = Number(value);
      const text = spanText(micros, 3);
      range.value = String(positionOf(micros, setting));
      range.setAttribute("aria-valuetext", text);
      shown.textContent = text;
    };
    set(setting.used);
    range.addEventListener("input", () =>
      this.#move(setting, valueAt(Number(range.value), setting)),
    );
    return { setting, row: make("div", { class: "move" }, label, range, shown), set };
  }
}

/** Finer at the small end, where a little more matters most. */
export function valueAt(
  position: number,
  { low, high, used }: { readonly low: number; readonly high: number; readonly used: number },
): number {
  const micros = low + (high - low) * (position / POSITIONS) ** 2;
  if (Math.abs(positionOf(micros, { low, high }) - positionOf(used, { low, high })) < 1)
    return used;
  const unit = micros < 200_000 ? 1_000 : micros < 2e6 ? 10_000 : micros < 2e7 ? 100_000 : 500_000;
  return Math.min(high, Math.max(low, Math.round(micros / unit) * unit));
}

function positionOf(
  micros: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  return Math.round(POSITIONS * Math.sqrt(Math.max(0, micros - low) / Math.max(1, high - low)));
}

function hideInList(paths: readonly string[]): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-setting]")) {
    if (paths.includes(row.dataset["setting"] ?? "")) row.hidden = true;
  }
}
