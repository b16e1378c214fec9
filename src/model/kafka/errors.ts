/** What a broker or a producer answers instead of success, by the name of Kafka's exception. */
export type KafkaError =
  | "ConcurrentTransactionsException"
  | "IllegalStateException"
  | "InvalidPidMappingException"
  | "InvalidProducerEpochException"
  | "InvalidTxnStateException"
  | "InvalidTxnTimeoutException"
  | "KafkaException"
  | "OutOfOrderSequenceException"
  | "ProducerFencedException"
  | "TransactionalIdNotFoundException";
