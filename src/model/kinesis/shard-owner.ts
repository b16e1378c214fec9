/** N4: the reader of a shard, by the middle of its range of hash keys (`UniformShardAssigner`). */
export function shardOwner(shard: number, shards: number, readers: number): number {
  return Math.floor(((2 * shard + 1) * readers) / (2 * shards));
}
