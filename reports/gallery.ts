/** What stands in the gallery: one report for each thing that a run can come to. */
export interface GalleryEntry {
  /** Of its page, without `.html`. */
  readonly name: string;
  readonly scenario: string;
  /** Undefined: the seeds that the file asks for, of which the worst is shown. */
  readonly seed: number | undefined;
  readonly about: string;
}

export const GALLERY: readonly GalleryEntry[] = [
  {
    name: "flights",
    scenario: "scenarios/flights.yaml",
    seed: undefined,
    about: "A pass: three months of departures, a job replaced half-way. What npm start writes.",
  },
  {
    name: "slow-message",
    scenario: "reports/scenarios/slow-message.yaml",
    seed: undefined,
    about:
      "Records lost and duplicated, as the toggle reaches some gates late: 100 seeds, the worst shown.",
  },
  {
    name: "default-delay",
    scenario: "scenarios/unsafe/published-gate-default-delay.yaml",
    seed: 3,
    about:
      "The published gate's duplicates: with the default deletion delay both jobs emit the same records.",
  },
  {
    name: "crash",
    scenario: "scenarios/faults/f1-crash-before-learning.yaml",
    seed: undefined,
    about:
      "A gap: a subtask crashes around the toggle and holds back on replay what it had emitted before.",
  },
  {
    name: "too-short",
    scenario: "reports/scenarios/too-short.yaml",
    seed: undefined,
    about: "Inconclusive: the run ends in the middle of the hand-over, so nothing is proved.",
  },
  {
    name: "wide",
    scenario: "reports/scenarios/wide.yaml",
    seed: undefined,
    about: "128 subtasks in each job, a keyed window, 320 000 records: a page that stays readable.",
  },
];
