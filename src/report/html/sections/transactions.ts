import type { TransactionSection } from "../../../explore/report-charts.ts";
import type { ReportModel } from "../../../explore/report-model.ts";
import type { Names } from "../../names.ts";
import { countOf, countText, spanText } from "../../quantity.ts";
import { drawing } from "../charts/frame.ts";
import { transactionChart } from "../charts/transaction-chart.ts";
import { type View, wholeView } from "../charts/view.ts";
import { type Markup, markup } from "../markup/markup.ts";
import { prose } from "../words/prose.ts";
import { dataTable, scrolled, section } from "./section.ts";

const TITLE = "Was everything emitted also committed?";

export function transactionSection(
  model: ReportModel,
  transactions: TransactionSection,
  names: Names,
  number: number,
): Markup {
  return section({
    ...{ id: "transactions", number, title: TITLE, answer: transactionAnswer(transactions) },
    body: markup`<div data-chart="transactions">${transactionDrawing(model, transactions, names, wholeView(model))}</div>${barTable(transactions, names)}`,
  });
}

export function transactionDrawing(
  model: ReportModel,
  transactions: TransactionSection,
  names: Names,
  view: View,
): Markup {
  const answer = transactionAnswer(transactions);
  const chart = transactionChart(model, transactions, names, view);
  return scrolled(drawing({ id: "transactions", title: TITLE, answer, ...chart }), "transactions");
}

function transactionAnswer({
  counts,
  longestOpenMicros,
  timeoutMicros,
}: TransactionSection): string {
  const { transactions, committed, aborted, open, lingering, pastDeadline } = counts;
  const rest = [
    ...(aborted > 0 ? [`${countText(aborted)} aborted`] : []),
    ...(open > 0 ? [`${countText(open)} open at the end`] : []),
    ...(lingering > 0 ? [`${countText(lingering)} left behind without an owner`] : []),
    ...(pastDeadline > 0 ? [`${countText(pastDeadline)} past the deadline`] : []),
  ];
  const head = `${countText(committed)} of ${countOf(transactions, "transactions")} committed`;
  const tail = `The longest was open for ${spanText(longestOpenMicros)} of the ${spanText(timeoutMicros)} that are allowed.`;
  return `${[head, ...rest].join(", ")}. ${tail}`;
}

const ROWS_MAX = 120;

/** What ended badly first. */
function barTable({ bars }: TransactionSection, names: Names): Markup {
  const at = (time: number | null): string => (time === null ? "–" : names.instant(time));
  const bad = bars.filter(
    ({ state, isPastDeadline, isLingering }) =>
      state === "aborted" || isPastDeadline || isLingering,
  );
  const rows = [...bad, ...bars.filter((bar) => !bad.includes(bar))];
  return dataTable({
    summary: "Transactions around the hand-over",
    head: ["Subtasks", "Checkpoint", "Records", "Opened", "Pre-committed", "Ended", "State"],
    numbers: [1, 2, 3, 4, 5],
    rows: rows.slice(0, ROWS_MAX).map((bar) => {
      const { role, subtasks, checkpoint, records, openedAt, preCommittedAt, endedAt, state } = bar;
      const who = prose(names.job(role, `/${subtasks.join(", ")}`));
      const note = bar.isLingering
        ? `${state}, nobody to end it`
        : bar.isPastDeadline
          ? `${state}, past its deadline`
          : state;
      return [
        who,
        checkpoint === null ? "–" : checkpoint,
        countText(records),
        at(openedAt),
        at(preCommittedAt),
        at(endedAt),
        note,
      ];
    }),
    total: rows.length,
  });
}
