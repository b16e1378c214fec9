import type { ComparisonInput, Differences } from "./comparison.ts";
import { type Frontier, recordIdOf } from "./evidence.ts";
import { NOT_EXPECTED } from "./expected-outputs.ts";
import { appendOf, UNSEEN } from "./mark.ts";
import { recordWitness, resultWitness } from "./output-witness.ts";
import { owesRecord, owesResult } from "./owed.ts";
import { BLOCK } from "./record-flow.ts";
import type { ResultTable } from "./result-table.ts";
import {
  type Claims,
  type Excuse,
  excuseOfRecord,
  excuseOfResult,
  roleOf,
  rowIn,
} from "./settled.ts";
import type { Versions } from "./versions.ts";
import { type Witness, Witnesses } from "./witness.ts";

/** Looks at every output that was seen or due; linear in the input and in the results. */
export function findDifferences(given: ComparisonInput, versions: Versions): Differences {
  const pass = new DifferencePass(given, versions);
  if (given.ledger.records.fanOut > 0) pass.records();
  pass.results();
  return pass.found;
}

class DifferencePass {
  readonly found: Differences = {
    checked: 0,
    of: { value: new Witnesses(), presence: new Witnesses() },
    byReason: { change: 0, nondeterminism: 0, "processing time": 0, "state TTL": 0 },
    mixed: 0,
  };
  readonly #given: ComparisonInput;
  readonly #versions: Versions;

  constructor(given: ComparisonInput, versions: Versions) {
    this.#given = given;
    this.#versions = versions;
  }

  records(): void {
    const { input, ledger } = this.#given;
    const { fanOut } = ledger.records;
    const { outgoing, incoming } = this.#versions.of;
    const columns = [0, 1].map(() => new Float64Array(BLOCK * fanOut)) as [
      Float64Array,
      Float64Array,
    ];
    for (let partition = 0; partition < input.partitions; partition++) {
      const count = input.count(partition);
      for (let from = 0; from < count; from += BLOCK) {
        const to = Math.min(from + BLOCK, count);
        outgoing.outputsOf(partition, from, to, columns[0]);
        incoming.outputsOf(partition, from, to, columns[1]);
        for (let i = 0; i < (to - from) * fanOut; i++) {
          const offset = from + Math.floor(i / fanOut);
          const claims = { outgoing: columns[0][i]!, incoming: columns[1][i]! };
          this.#record(partition, offset, from * fanOut + i, claims);
        }
      }
    }
  }

  #record(partition: number, offset: number, place: number, claims: Claims): void {
    const { ledger, frontier } = this.#given;
    const { records } = ledger;
    const mark = records.mark(partition, place);
    const isClaimed = claims.outgoing !== NOT_EXPECTED || claims.incoming !== NOT_EXPECTED;
    const sub = place - offset * records.fanOut;
    if (mark === UNSEEN && !(isClaimed && owesRecord(frontier, partition, offset, sub))) return;
    this.found.checked++;
    const excuse = excuseOfRecord(this.#versions, recordIdOf(partition, offset));
    const own = claims[roleOf(ledger, mark) ?? "outgoing"];
    const actual = mark === UNSEEN ? NOT_EXPECTED : records.value(partition, place);
    const difference = differenceOf(claims, excuse, own, actual);
    if (difference === undefined) return;
    this.#note(difference, () => this.#recordWitness(partition, offset, sub, mark, claims));
  }

  #recordWitness(
    partition: number,
    offset: number,
    sub: number,
    mark: number,
    claims: Claims,
  ): Witness {
    return {
      ...recordWitness(this.#given, partition, offset, sub, mark),
      detail: {
        inOutgoing: claims.outgoing !== NOT_EXPECTED,
        inIncoming: claims.incoming !== NOT_EXPECTED,
      },
    };
  }

  results(): void {
    const { outgoing, incoming } = this.#versions.of;
    const seen = this.#given.ledger.results;
    for (let row = 0; row < seen.size; row++) this.#result(seen, row);
    const tables = [outgoing.results, incoming.results];
    for (const [i, table] of tables.entries()) {
      for (let row = 0; row < table.size; row++) {
        if (rowIn(seen, table, row) >= 0) continue;
        if (i === 1 && rowIn(outgoing.results, table, row) >= 0) continue;
        this.#result(table, row);
      }
    }
  }

  /** The result of that name, whoever has it. */
  #result(table: ResultTable, row: number): void {
    const { ledger, frontier } = this.#given;
    const { outgoing, incoming } = this.#versions.of;
    const seen = rowIn(ledger.results, table, row);
    const mark = seen < 0 ? UNSEEN : ledger.results.mark(seen);
    if (mark === UNSEEN && !isOwed(frontier, table, row)) return;
    this.found.checked++;
    const claims = {
      outgoing: digestOf(outgoing.results, rowIn(outgoing.results, table, row)),
      incoming: digestOf(incoming.results, rowIn(incoming.results, table, row)),
    };
    const excuse = excuseOfResult(this.#versions, table, row);
    const own = claims[roleOf(ledger, mark) ?? "outgoing"];
    const actual = digestOf(ledger.results, seen);
    const difference = differenceOf(claims, excuse, own, actual);
    if (difference === undefined) return;
    const isMixed = this.#isMixed(table, row, seen, mark);
    if (isMixed) this.found.mixed++;
    this.#note(difference, () => this.#resultWitness(table, row, mark, claims, isMixed));
  }

  // The incoming job's, begun before it was there.
  #isMixed(table: ResultTable, row: number, seen: number, mark: number): boolean {
    const { restored } = this.#versions;
    if (restored === undefined || mark === UNSEEN) return false;
    const { appends, results } = this.#given.ledger;
    if (appends.author(appendOf(mark)).role !== "incoming") return false;
    const old = rowIn(restored, table, row);
    return old >= 0 && restored.count(old) < results.count(seen);
  }

  #resultWitness(
    table: ResultTable,
    row: number,
    mark: number,
    claims: Claims,
    isMixed: boolean,
  ): Witness {
    return {
      ...resultWitness(this.#given, table, row, mark),
      detail: {
        inOutgoing: claims.outgoing !== NOT_EXPECTED,
        inIncoming: claims.incoming !== NOT_EXPECTED,
        isMixed,
      },
    };
  }

  #note({ reason, of }: Excuse, make: () => Witness): void {
    this.found.byReason[reason]++;
    this.found.of[of].add(() => {
      const made = make();
      return { ...made, detail: { reason, of, ...made.detail } };
    });
  }
}

/** One number for value and count of a result; NOT_EXPECTED without one. */
function digestOf(table: ResultTable, row: number): number {
  return row < 0 ? NOT_EXPECTED : table.value(row) + 2 ** 32 * (table.count(row) % 2 ** 20);
}

function differenceOf(
  claims: Claims,
  excuse: Excuse | undefined,
  own: number,
  actual: number,
): Excuse | undefined {
  if (excuse !== undefined && actual !== own) return excuse;
  const { outgoing, incoming } = claims;
  if (excuse !== undefined || outgoing === incoming) return undefined;
  const isEither = outgoing === NOT_EXPECTED || incoming === NOT_EXPECTED;
  return { reason: "change", of: isEither ? "presence" : "value" };
}

function isOwed(frontier: Frontier, table: ResultTable, row: number): boolean {
  const [stage, key] = [table.stage(row), table.key(row)];
  return owesResult(frontier, stage, key, table.start(row), table.end(row));
}
