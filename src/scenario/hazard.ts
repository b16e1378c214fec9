/** What can go wrong around a hand-over, in the order in which a table has them. */
export const HAZARD_THEMES = [
  "pace",
  "event-time",
  "failure",
  "operator",
  "sink",
  "graph",
  "version",
  "source",
] as const;

export type HazardTheme = (typeof HAZARD_THEMES)[number];

/** The mishap that a scenario is about, for the table of all protocols against all hazards. */
export interface Hazard {
  readonly theme: HazardTheme;
  /** In a team's words: "The new job lags behind". */
  readonly what: string;
}
