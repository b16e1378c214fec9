import { assert } from "../../engine/assert.ts";
import { MILLISECOND, type SimTime, toMillis } from "../../engine/clock.ts";
import { AppendOrder } from "./append-order.ts";
import type { Author, ProducerSession } from "./author.ts";
import {
  type PartitionRecord,
  partitionRecord,
  type TransactionRecord,
  transactionRecords,
} from "./broker-facts.ts";
import type { BrokerOptions } from "./broker-options.ts";
import type { KafkaError } from "./errors.ts";
import { GroupOffsets, type Offsets } from "./group-offsets.ts";
import { type OnVisible, PartitionLog } from "./partition-log.ts";
import { ProducerStates } from "./producer-states.ts";
import { RowChunks, rowOf } from "./row-chunks.ts";
import type { Answer, OpenTransaction, TransactionBroker } from "./transaction-broker.ts";
import {
  type ExpectedEpoch,
  TransactionCoordinator,
  type TransactionResult,
} from "./transaction-coordinator.ts";
import type { TransactionMetadata } from "./transaction-metadata.ts";
import { REGISTERED, UNKNOWN, Writer, type WriterHost } from "./writer.ts";

/**
 * A Kafka broker with one topic, the sink's: transactions, their markers, and what readers see.
 *
 * Producers append lazily. Each call settles first: all rows up to its instant get their place in the
 * log, by time, ties by the order in which their transactions were begun; what the call does comes
 * behind them. So the log is the one that eager producers would have written.
 */
export class KafkaBroker implements TransactionBroker, WriterHost {
  readonly chunks: RowChunks<Writer>;
  readonly partitions: number;
  isSettled = true;
  readonly coordinator: TransactionCoordinator;
  readonly groupOffsets: GroupOffsets = new GroupOffsets();
  readonly #options: BrokerOptions;
  readonly #logs: PartitionLog[] = [];
  readonly #writers: Writer[] = [];
  /** Those that may get rows yet, by index. */
  #active: Writer[] = [];
  #ended = 0;
  readonly #order = new AppendOrder();
  readonly #touched: PartitionLog[] = [];
  readonly #onVisible: OnVisible;
  #settledAt: SimTime = 0;
  #transactions = 0;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.partitions = options.partitions;
    const exact = options.exact ?? false;
    this.chunks = new RowChunks(exact);
    for (let partition = 0; partition < options.partitions; partition++) {
      const log = new PartitionLog({
        partition,
        chunks: this.chunks,
        readsUncommitted: options.isolation === "read_uncommitted",
        producers: exact ? new ProducerStates() : undefined,
      });
      this.#logs.push(log);
    }
    this.coordinator = new TransactionCoordinator(
      toMillis(options.maxTransactionTimeoutMicros),
      (metadata, result, now) => this.#writeMarkers(metadata, result, now),
    );
    const tell = options.onVisible ?? (() => {});
    this.#onVisible = (rows, from, to, writer, at) => tell(rows, from, to, writer.author, at);
  }

  get settledAt(): SimTime {
    return this.#settledAt;
  }

  initTransactions(
    transactionalId: string,
    timeoutMicros: number,
    owner: number,
    now: SimTime,
  ): Answer<ProducerSession> {
    return this.initProducerId({ transactionalId, timeoutMicros, owner, expected: undefined }, now);
  }

  begin(session: ProducerSession, now: SimTime): OpenTransaction {
    const writer = this.newTransaction(session, now);
    this.coordinator.begin(session, writer);
    return writer;
  }

  plain(owner: number): OpenTransaction {
    return this.newPlain(owner);
  }

  commit(session: ProducerSession, now: SimTime): KafkaError | undefined {
    this.catchUp(now);
    return this.coordinator.end(session, "commit", now);
  }

  abort(session: ProducerSession, now: SimTime): KafkaError | undefined {
    this.catchUp(now);
    return this.coordinator.end(session, "abort", now);
  }

  isOngoing(transactionalId: string, now: SimTime): boolean {
    this.catchUp(now);
    return this.coordinator.get(transactionalId)?.state === "Ongoing";
  }

  openTransactionalIds(now: SimTime): readonly string[] {
    this.catchUp(now);
    return Array.from(this.coordinator.ongoing(), ({ transactionalId }) => transactionalId);
  }

  /**
   * Settles the log up to `now` and shows readers what they may see by then. For producers without
   * transactions nothing else does: call it now and then, and at the end of the run.
   */
  catchUp(now: SimTime): void {
    this.#options.settle?.(now);
    assert(now >= this.#settledAt, "calls come in order of time");
    this.#settledAt = now;
    if (this.isSettled) return;
    this.isSettled = true;
    if (2 * this.#ended > this.#active.length) this.#forgetEnded();
    while (!this.#order.sort(this.#active)) this.#appendInOrder(now);
    this.#appendInOrder(now);
    for (const log of this.#touched) {
      log.isTouched = false;
      log.show(this.#onVisible, undefined);
    }
    this.#touched.length = 0;
  }

  /** S8: aborts the transactions that are older than their timeout. */
  scan(now: SimTime): void {
    this.catchUp(now);
    this.coordinator.abortTimedOut(now);
  }

  /**
   * The next scan, from `now` on, that could abort something; Infinity = nothing is open. A begun
   * transaction counts from its beginning, since its first record may not have been appended yet.
   * Ask again after `begin`.
   */
  nextScanAt(now: SimTime): SimTime {
    const dueMillis = this.coordinator.earliestDueMillis();
    if (dueMillis === Number.POSITIVE_INFINITY) return dueMillis;
    const due = Math.max(dueMillis * MILLISECOND, now);
    const { abortScanMicros, firstScanAt = abortScanMicros } = this.#options;
    const scans = Math.max(0, Math.ceil((due - firstScanAt) / abortScanMicros));
    return firstScanAt + scans * abortScanMicros;
  }

  transactionRecords(): readonly TransactionRecord[] {
    return transactionRecords(this.#writers);
  }

  partitionRecords(): readonly PartitionRecord[] {
    return this.#logs.map(partitionRecord);
  }

  register(writer: Writer, partition: number, at: SimTime): void {
    const { producerId, epoch, transactionalId, owner } = writer.author;
    assert(transactionalId !== undefined, "only transactions register partitions");
    const answer = this.coordinator.add({ transactionalId, producerId, epoch, owner }, at);
    assert(answer.ok, "a producer that was refused does not append");
    this.#enter(answer.value, writer, partition, at);
  }

  /** InitProducerId; with what the producer believes to be if it asks for the next epoch. */
  initProducerId(
    request: {
      readonly transactionalId: string;
      readonly timeoutMicros: number;
      readonly owner: number;
      readonly expected: ExpectedEpoch | undefined;
    },
    now: SimTime,
  ): Answer<ProducerSession> {
    this.catchUp(now);
    const { transactionalId, timeoutMicros, owner, expected } = request;
    return this.coordinator.init(transactionalId, toMillis(timeoutMicros), owner, now, expected);
  }

  /** AddPartitionsToTxn, of a client that speaks to the broker request by request. */
  addPartition(session: ProducerSession, partition: number, now: SimTime): KafkaError | undefined {
    this.catchUp(now);
    const answer = this.coordinator.add(session, now);
    if (!answer.ok) return answer.error;
    const writer = answer.value.current ?? this.newTransaction(session, now);
    this.#enter(answer.value, writer, partition, now);
    return undefined;
  }

  /** AddOffsetsToTxn and TxnOffsetCommit. */
  addOffsets(
    session: ProducerSession,
    group: string,
    offsets: Offsets,
    now: SimTime,
  ): KafkaError | undefined {
    this.catchUp(now);
    const answer = this.coordinator.add(session, now);
    if (!answer.ok) return answer.error;
    this.groupOffsets.send(session.producerId, group, offsets);
    return undefined;
  }

  /** WriteTxnMarkers of an operator, who aborts in one partition what holds its readers back. */
  abortIn(partition: number, now: SimTime): boolean {
    const log = this.log(partition);
    const writer = log.heldBy;
    if (writer === undefined) return false;
    const { producerId, epoch, transactionalId, owner } = writer.author;
    assert(transactionalId !== undefined, "only a transaction holds readers back");
    const heir = this.newTransaction({ transactionalId, producerId, epoch, owner }, now);
    log.bequeath(writer, heir);
    log.mark(producerId, epoch);
    heir.openedAt = writer.openedAt;
    heir.end("abort", now);
    log.show(this.#onVisible, now);
    return true;
  }

  log(partition: number): PartitionLog {
    const log = this.#logs[partition];
    assert(log !== undefined, "the partition exists");
    return log;
  }

  newPlain(owner: number): Writer {
    const producerId = this.coordinator.newProducerId();
    const transactionalId = undefined;
    return this.#newWriter({ producerId, epoch: 0, transactionalId, transaction: -1, owner }, 0);
  }

  /** A transaction that nobody has heard of; its number is new. */
  newTransaction(session: ProducerSession, now: SimTime): Writer {
    const { producerId, epoch, transactionalId, owner } = session;
    const transaction = this.#transactions++;
    return this.#newWriter({ producerId, epoch, transactionalId, transaction, owner }, now);
  }

  #enter(metadata: TransactionMetadata, writer: Writer, partition: number, at: SimTime): void {
    metadata.current ??= writer;
    assert(metadata.current === writer, "one transaction at a time is open under an id");
    if (metadata.begun === writer) this.coordinator.opened(metadata);
    writer.openedAt ??= at;
    metadata.partitions.add(partition);
    if (writer.standing[partition] === UNKNOWN) writer.standing[partition] = REGISTERED;
  }

  #newWriter(author: Author, now: SimTime): Writer {
    const writer = new Writer(this, this.#writers.length, author, now);
    this.#writers.push(writer);
    this.#active.push(writer);
    return writer;
  }

  #forgetEnded(): void {
    this.#ended = 0;
    this.#active = this.#active.filter((writer) => !writer.hasEnded);
  }

  #appendInOrder(now: SimTime): void {
    const { addresses, length } = this.#order;
    const last = addresses[length - 1]!;
    assert(this.chunks.at(last).rows.at[rowOf(last)]! <= now, "no row is later than now");
    for (let i = 0; i < length; i++) {
      const address = addresses[i]!;
      const chunk = this.chunks.at(address);
      const log = this.#logs[chunk.rows.partition[rowOf(address)]!]!;
      if (!log.isTouched) {
        log.isTouched = true;
        this.#touched.push(log);
      }
      log.append(address, chunk.writer!);
    }
  }

  // The epoch of the markers is the coordinator's: after fencing, one above the owner's.
  #writeMarkers(metadata: TransactionMetadata, result: TransactionResult, now: SimTime): void {
    const { partitions, producerId, epoch, current } = metadata;
    this.groupOffsets.end(producerId, result);
    for (const partition of partitions) this.#logs[partition]!.mark(producerId, epoch);
    if (current !== undefined) {
      current.end(result, now);
      this.#ended++;
      if (current.chunk !== undefined) this.chunks.giveBackIfDone(current.chunk);
    }
    for (const partition of partitions) this.#logs[partition]!.show(this.#onVisible, now);
  }
}
