/** A source that is a queue instead of a topic. */
export interface QueueOptions {
  readonly kind: "rabbitmq" | "pubsub" | "sqs";
  /**
   * 1: both jobs read one queue or subscription. 2: each has its own, with all messages: two queues
   * bound to one exchange, two subscriptions to one topic.
   */
  readonly copies: 1 | 2;
  /** When the incoming job's own copy is made: it has no message from before (µs). */
  readonly boundAtMicros: number;
  /** N8: `usesCorrelationId`; messages that come again are told by it. */
  readonly correlationIds: boolean;
  /** N8: unacked messages that one consumer may hold; 0 = as many as there are. */
  readonly prefetch: number;
  /**
   * N9, N10: an unacked message is delivered again after so long (µs); 0 = only when its channel
   * closes, as RabbitMQ does.
   */
  readonly redeliverAfterMicros: number;
}
